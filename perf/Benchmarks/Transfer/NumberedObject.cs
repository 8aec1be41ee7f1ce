namespace RingCore.Benchmarks.Transfer;

/// <summary>What references lead to. All are made beforehand and sent again and again: no loop allocates, and none waits for memory but the ring's.</summary>
internal sealed class NumberedObject
{
    /// <summary>Objects that there are: a power of two, and few, so that they stay in the first-level caches.</summary>
    internal const int Count = 256;

    private readonly ulong _number;

    private NumberedObject(ulong number) => _number = number;

    /// <summary>All of them, by number.</summary>
    internal static NumberedObject[] All { get; } = Make();

    /// <summary>The page that it stands for where it arrives: pages beyond <see cref="Count"/> go round.</summary>
    /// <param name="received">Items that arrived before it in this turn.</param>
    internal ulong Page(long received) => ((ulong)received & ~(ulong)(Count - 1)) + _number;

    private static NumberedObject[] Make()
    {
        NumberedObject[] all = new NumberedObject[Count];
        for (int i = 0; i < all.Length; i++)
            all[i] = new NumberedObject((ulong)i);
        return all;
    }
}
