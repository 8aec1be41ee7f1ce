namespace RingCore.Litmus.Code;

/// <summary>IRIW: two writers, two readers. Weak: the readers see the writes in opposite orders.</summary>
internal readonly unsafe struct IndependentReads<TAccesses> : ILitmusCode
    where TAccesses : IAccesses
{
    public static void Party0(uint* x, uint* y, uint* r)
    {
        TAccesses.Store(x, 1);
    }

    public static void Party1(uint* x, uint* y, uint* r)
    {
        TAccesses.Store(y, 1);
    }

    public static void Party2(uint* x, uint* y, uint* r)
    {
        r[0] = TAccesses.Load(x);
        r[1] = TAccesses.Load(y);
    }

    public static void Party3(uint* x, uint* y, uint* r)
    {
        r[2] = TAccesses.Load(y);
        r[3] = TAccesses.Load(x);
    }
}
