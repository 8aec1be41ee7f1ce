using System;

namespace RingCore;

/// <summary>What a debugger shows of a shared ring: a report that is read through a mapping of its own, so that nobody can unmap it meanwhile.</summary>
internal sealed class SharedRingView
{
    /// <summary>Looks at the producer's side.</summary>
    public SharedRingView(SharedRing ring)
    {
        ArgumentNullException.ThrowIfNull(ring);
        Report = RingInspector.Inspect(ring.PeerDescriptors, ring.Private.Descriptor);
    }

    /// <summary>Looks at the collector's side.</summary>
    public SharedRingView(SharedCollector collector)
    {
        ArgumentNullException.ThrowIfNull(collector);
        Report = RingInspector.Inspect(new PeerDescriptors(collector.Told.Descriptor, collector.Answered.Descriptor));
    }

    /// <summary>What stands in the regions.</summary>
    public RingReport Report { get; }
}
