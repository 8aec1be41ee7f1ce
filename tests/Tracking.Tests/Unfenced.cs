namespace RingCore.Tracking.Tests;

/// <summary>Leaves the process-wide fence out: the mutant that the store-load test must catch.</summary>
internal readonly unsafe struct Unfenced : IFenceFlavor
{
    public static void Before(string access, ulong* location)
    {
    }

    public static void ProcessWideFence()
    {
    }
}
