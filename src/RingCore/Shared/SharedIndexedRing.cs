using System;
using System.IO;
using System.Threading;
using RingCore.Diagnostics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// The producer's side of an indexed ring whose collector is another process: the entries are read-only for the collector, which can be wrong about one
/// word, its index, and every reset checks that.
/// </summary>
public sealed unsafe class SharedIndexedRing : SharedRing, ILiveRing
{
    /// <summary>Makes a ring in sealed regions.</summary>
    /// <param name="geometry">Its numbers; entries have 16 bytes.</param>
    /// <param name="slots">The pages that exist: a reset keeps others from its sink. Null: all do.</param>
    /// <param name="firstPosition">Where the free-running counters start: at most 2^63 - 1; near 2^32 to try their wrap.</param>
    /// <exception cref="ArgumentException">The geometry is not of 16-byte entries, or the first position is beyond its range.</exception>
    /// <exception cref="IOException">The kernel refuses the memory.</exception>
    /// <exception cref="PlatformNotSupportedException">The host is not Linux (see <see cref="InFiles"/>), or not a 64-bit little-endian one.</exception>
    public SharedIndexedRing(RingGeometry geometry, SlotTable? slots = null, ulong firstPosition = 0)
        : this(Form(SharedRingDesign.Indexed, geometry, firstPosition), slots)
    {
    }

    private SharedIndexedRing(SharedRingForm form, SlotTable? slots)
        : this(form, SharedRingRegions.Sealed(form, PrivateWords.Bytes), slots)
    {
    }

    private SharedIndexedRing(SharedRingForm form, SharedRingRegions regions, SlotTable? slots)
        : base(form, regions.Told, regions.Answered, regions.Private)
    {
        RingMemory memory = Memory(form, Told.Start + ToldWords.Bytes);
        Producer = new IndexedRing<SharedFencePoints>.ProducerHandle(memory);
        Resetter = new IndexedRing<SharedFencePoints>.ResetterHandle(memory, slots);
        RingTrace.Made(this);
    }

    /// <summary>Publishes.</summary>
    public IndexedRing<SharedFencePoints>.ProducerHandle Producer { get; }

    /// <summary>Resets; <see cref="Reset"/> also wakes a collector that waits for that.</summary>
    public IndexedRing<SharedFencePoints>.ResetterHandle Resetter { get; }

    /// <inheritdoc/>
    public override PeerViolations PeerViolations => Resetter.PeerViolations;

    /// <summary>Makes a ring in two new files of a folder, for hosts without sealed files. <b>Its peer must be trusted</b>: see <see cref="SharedRegion"/>.</summary>
    /// <param name="folder">The folder, which holds no other ring; the files are the caller's to delete.</param>
    /// <param name="geometry">Its numbers; entries have 16 bytes.</param>
    /// <param name="trustsPeer">That no peer which can open the files will cut them off or write where it should not.</param>
    /// <param name="slots">The pages that exist: a reset keeps others from its sink. Null: all do.</param>
    /// <exception cref="ArgumentException">The peer is not trusted, or the geometry is not of 16-byte entries.</exception>
    /// <exception cref="IOException">The files cannot be made.</exception>
    public static SharedIndexedRing InFiles(string folder, RingGeometry geometry, bool trustsPeer, SlotTable? slots = null)
    {
        SharedRingForm form = Form(SharedRingDesign.Indexed, geometry, 0);
        return new SharedIndexedRing(form, SharedRingRegions.InFiles(form, folder, trustsPeer, PrivateWords.Bytes), slots);
    }

    /// <summary>As the resetter's, and wakes a collector that waits for a reset.</summary>
    /// <inheritdoc cref="IDirtyResetter.Reset"/>
    public ResetResult Reset<TSink>(ref TSink sink, int maxEntries = int.MaxValue, CancellationToken cancellation = default)
        where TSink : IResetSink, allows ref struct
    {
        ResetResult result = Resetter.Reset(ref sink, maxEntries, cancellation);
        AnnounceReset();
        return result;
    }

    private protected override (RingHandle Producer, RingHandle Resetter) Handles => (Producer, Resetter);

    TracedMemory ILiveRing.Memory => Producer.Memory;

    int ILiveRing.Seat { get; set; }

    void ILiveRing.AddTo(ref RingTotals totals)
    {
        Resetter.AddTo(ref totals);
        Producer.AddTo(ref totals);
    }

    private protected override uint RingNumber => Producer.RingId;

    private protected override void DisposeHandles()
    {
        Producer.Dispose();
        Resetter.Dispose();
    }
}
