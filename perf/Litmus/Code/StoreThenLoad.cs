namespace RingCore.Litmus.Code;

/// <summary>R: two stores against a store and a load. Weak: party 1 stores y last and yet misses x.</summary>
internal readonly unsafe struct StoreThenLoad<TAccesses, TFence> : ILitmusCode
    where TAccesses : IAccesses
    where TFence : IFence
{
    public static void Party0(uint* x, uint* y, uint* r)
    {
        TAccesses.Store(x, 1);
        TAccesses.Store(y, 1);
    }

    public static void Party1(uint* x, uint* y, uint* r)
    {
        TAccesses.Store(y, 2);
        TFence.Between();
        r[0] = TAccesses.Load(x);
    }
}
