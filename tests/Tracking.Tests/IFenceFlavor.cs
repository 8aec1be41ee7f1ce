namespace RingCore.Tracking.Tests;

/// <summary>What <see cref="DelegatingFencePoints{TFlavor}"/> does differently.</summary>
internal unsafe interface IFenceFlavor
{
    /// <summary>Comes before each access to an 8-byte word.</summary>
    static abstract void Before(string access, ulong* location);

    /// <summary>Stands for the process-wide fence.</summary>
    static abstract void ProcessWideFence();
}
