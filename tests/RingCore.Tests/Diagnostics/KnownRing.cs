using System;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>A shared ring with both sides in this process, to be brought into a state that is known.</summary>
internal sealed class KnownRing : IDisposable
{
    public KnownRing(SharedRingDesign design, int entries = 64, ulong firstPosition = 0)
    {
        RingGeometry geometry = new(entries, reservedEntries: 8);
        Ring = design == SharedRingDesign.Indexed
            ? new SharedIndexedRing(geometry, firstPosition: firstPosition)
            : new SharedFlaggedRing(geometry, PeerTrust.Shadowed, firstPosition: firstPosition);
        Collector = Peers.Open(Ring);
    }

    public SharedRing Ring { get; }

    public SharedCollector Collector { get; }

    public RingReport Look() => RingInspector.Inspect(Ring.PeerDescriptors, Ring.Private.Descriptor);

    public PushStatus TryPush(int page) => Ring is SharedIndexedRing indexed
        ? indexed.Producer.Push(TestPages.At(page))
        : ((SharedFlaggedRing)Ring).Producer.Push(TestPages.At(page));

    public PushResult TryPush(ReadOnlySpan<DirtyPage> pages) =>
        Ring is SharedIndexedRing indexed ? indexed.Producer.Push(pages) : ((SharedFlaggedRing)Ring).Producer.Push(pages);

    public ResetResult ResetUnchecked()
    {
        RecordingSink sink = new();
        return Ring is SharedIndexedRing indexed ? indexed.Reset(ref sink) : ((SharedFlaggedRing)Ring).Reset(ref sink);
    }

    public KnownRing Push(int pages)
    {
        for (int i = 0; i < pages; i++)
            Assert.InRange(TryPush(i), PushStatus.Published, PushStatus.PublishedSoftFull);
        return this;
    }

    public KnownRing Harvest(int entries)
    {
        Assert.Equal(entries, Collector.Collector.Harvest(new DirtyPage[entries]).Entries);
        return this;
    }

    public KnownRing Reset()
    {
        Assert.Equal(ResetStatus.Complete, ResetUnchecked().Status);
        return this;
    }

    public void Dispose()
    {
        Collector.Dispose();
        Ring.Dispose();
    }
}
