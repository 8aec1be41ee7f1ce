namespace RingCore.Litmus.Code;

/// <summary>2+2W: both store both, in opposite orders. Weak: each location ends with the earlier store of a party.</summary>
internal readonly unsafe struct TwoPlusTwoWrites<TAccesses> : ILitmusCode
    where TAccesses : IAccesses
{
    public static void Party0(uint* x, uint* y, uint* r)
    {
        TAccesses.Store(x, 1);
        TAccesses.Store(y, 2);
    }

    public static void Party1(uint* x, uint* y, uint* r)
    {
        TAccesses.Store(y, 1);
        TAccesses.Store(x, 2);
    }
}
