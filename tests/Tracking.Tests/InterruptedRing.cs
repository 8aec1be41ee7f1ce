using System;
using System.Threading;
using RingCore.Layouts;

namespace RingCore.Tracking.Tests;

/// <summary>A ring that does something when it is reset: the moment after a harvest.</summary>
internal sealed class InterruptedRing(FlaggedDirtyRing ring, Action deed) : IDirtyRing, IDirtyResetter
{
    public RingGeometry Geometry => ring.Geometry;

    public IDirtyProducer Producer => ring.Producer;

    public IDirtyCollector Collector => ring.Collector;

    public IDirtyResetter Resetter => this;

    public ResetResult Reset<TSink>(ref TSink sink, int maxEntries, CancellationToken cancellation)
        where TSink : IResetSink, allows ref struct
    {
        ResetResult result = ring.Resetter.Reset(ref sink, maxEntries, cancellation);
        deed();
        return result;
    }

    public void Dispose() => ring.Dispose();
}
