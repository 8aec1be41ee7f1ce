namespace RingCore.Litmus.Code;

/// <summary>SB: each stores its own location and loads the other's. Weak: neither sees the other's store.</summary>
internal readonly unsafe struct StoreBuffering<TFence> : ILitmusCode
    where TFence : IFence
{
    public static void Party0(uint* x, uint* y, uint* r)
    {
        OnceAccesses.Store(x, 1);
        TFence.Between();
        r[0] = OnceAccesses.Load(y);
    }

    public static void Party1(uint* x, uint* y, uint* r)
    {
        OnceAccesses.Store(y, 1);
        TFence.Between();
        r[1] = OnceAccesses.Load(x);
    }
}
