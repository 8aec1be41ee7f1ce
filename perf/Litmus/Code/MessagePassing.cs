namespace RingCore.Litmus.Code;

/// <summary>MP: a message, then its flag. Weak: the flag is seen and the message is not.</summary>
internal readonly unsafe struct MessagePassing<TAccesses> : ILitmusCode
    where TAccesses : IAccesses
{
    public static void Party0(uint* x, uint* y, uint* r)
    {
        TAccesses.Store(x, 1);
        TAccesses.Store(y, 1);
    }

    public static void Party1(uint* x, uint* y, uint* r)
    {
        r[0] = TAccesses.Load(y);
        r[1] = TAccesses.Load(x);
    }
}
