namespace RingCore;

/// <summary>Entries next to each other that were found in one condition.</summary>
/// <param name="First">Place of the first in the ring, from 0.</param>
/// <param name="Count">How many, 1 or more; they do not go beyond the ring's end.</param>
/// <param name="Condition">Their condition.</param>
public readonly record struct EntryRun(int First, int Count, EntryCondition Condition)
{
    /// <summary>Place of the last.</summary>
    public int Last => First + Count - 1;

    /// <inheritdoc/>
    public override string ToString() => $"{Places} {Word(Condition)}";

    internal string Places => Count == 1 ? $"{First}" : $"{First}..{Last}";

    internal static string Word(EntryCondition condition) => condition switch
    {
        EntryCondition.Free => "free",
        EntryCondition.Published => "published",
        EntryCondition.Harvested => "harvested",
        _ => "unknown",
    };
}
