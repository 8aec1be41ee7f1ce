namespace RingCore.Litmus.Code;

/// <summary>Program order alone.</summary>
internal readonly struct NoFence : IFence
{
    public static void Between()
    {
    }
}
