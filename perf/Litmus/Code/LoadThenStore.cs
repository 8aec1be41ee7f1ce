namespace RingCore.Litmus.Code;

/// <summary>S: two stores against a load and a store. Weak: party 1 sees y, and its store of x is overwritten by the one before y.</summary>
internal readonly unsafe struct LoadThenStore<TAccesses> : ILitmusCode
    where TAccesses : IAccesses
{
    public static void Party0(uint* x, uint* y, uint* r)
    {
        TAccesses.Store(x, 2);
        TAccesses.Store(y, 1);
    }

    public static void Party1(uint* x, uint* y, uint* r)
    {
        r[0] = TAccesses.Load(y);
        TAccesses.Store(x, 1);
    }
}
