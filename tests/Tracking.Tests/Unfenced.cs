namespace RingCore.Tracking.Tests;

/// <summary>Leaves the process-wide fence out: what the store-load test counts beside.</summary>
internal readonly unsafe struct Unfenced : IFenceFlavor
{
    public static void Before(string access, ulong* location)
    {
    }

    public static void ProcessWideFence()
    {
    }
}
