namespace RingCore.Litmus.Code;

/// <summary>WRC: a message handed on by a party that has seen it. Weak: the third party sees the hand-over and not the message.</summary>
internal readonly unsafe struct WriteToReadCausality<TAccesses> : ILitmusCode
    where TAccesses : IAccesses
{
    public static void Party0(uint* x, uint* y, uint* r)
    {
        TAccesses.Store(x, 1);
    }

    public static void Party1(uint* x, uint* y, uint* r)
    {
        r[0] = TAccesses.Load(x);
        TAccesses.Store(y, 1);
    }

    public static void Party2(uint* x, uint* y, uint* r)
    {
        r[1] = TAccesses.Load(y);
        r[2] = TAccesses.Load(x);
    }
}
