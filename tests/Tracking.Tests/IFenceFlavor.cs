namespace RingCore.Tracking.Tests;

/// <summary>What <see cref="DelegatingFencePoints{TFlavor}"/> does differently.</summary>
internal unsafe interface IFenceFlavor
{
    /// <summary>Comes before each access to an 8-byte word.</summary>
    static abstract void Before(string access, ulong* location);

    /// <summary>Stands for the process-wide fence.</summary>
    static virtual void ProcessWideFence() => CoherentFencePoints.ProcessWideFence();

    /// <summary>Comes before each sleep: the moment between a look and the sleep.</summary>
    static virtual void BeforeWait()
    {
    }
}
