namespace RingCore.Litmus.Code;

/// <summary>CoRR: one location read twice. Weak: it goes backwards.</summary>
internal readonly unsafe struct CoherentReads : ILitmusCode
{
    public static void Party0(uint* x, uint* y, uint* r)
    {
        OnceAccesses.Store(x, 1);
    }

    public static void Party1(uint* x, uint* y, uint* r)
    {
        r[0] = OnceAccesses.Load(x);
        r[1] = OnceAccesses.Load(x);
    }
}
