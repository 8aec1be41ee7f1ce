namespace RingCore.Litmus.Code;

/// <summary><c>FullFence</c>.</summary>
internal readonly struct FullFence : IFence
{
    public static void Between() => CoherentFencePoints.FullFence();
}
