namespace RingCore.Litmus.Code;

/// <summary>LB: each loads, then stores what the other loads. Weak: both see the other's later store.</summary>
internal readonly unsafe struct LoadBuffering<TAccesses> : ILitmusCode
    where TAccesses : IAccesses
{
    public static void Party0(uint* x, uint* y, uint* r)
    {
        r[0] = TAccesses.Load(x);
        TAccesses.Store(y, 1);
    }

    public static void Party1(uint* x, uint* y, uint* r)
    {
        r[1] = TAccesses.Load(y);
        TAccesses.Store(x, 1);
    }
}
