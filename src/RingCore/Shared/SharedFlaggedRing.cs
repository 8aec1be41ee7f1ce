using System;
using System.IO;
using System.Threading;
using RingCore.Diagnostics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// The producer's side of a flagged ring whose collector is another process: the collector writes the entries, and a journal in memory that it never gets
/// tells what it did wrong. See <see cref="GuardedRing{TFence}"/>.
/// </summary>
public sealed unsafe class SharedFlaggedRing : SharedRing, ILiveRing
{
    /// <summary>Makes a ring in sealed regions.</summary>
    /// <param name="geometry">Its numbers; entries have 16 bytes.</param>
    /// <param name="trust">What a reset takes from the entries.</param>
    /// <param name="slots">The pages that exist: a reset keeps others from its sink. Null: all do.</param>
    /// <param name="firstPosition">Where the free-running counters start: at most 2^63 - 1; near 2^32 to try their wrap.</param>
    /// <exception cref="ArgumentException">The geometry is not of 16-byte entries, the first position is beyond its range, or there is no such trust.</exception>
    /// <exception cref="IOException">The kernel refuses the memory.</exception>
    /// <exception cref="PlatformNotSupportedException">The host is not Linux (see <see cref="InFiles"/>), or not a 64-bit little-endian one.</exception>
    public SharedFlaggedRing(RingGeometry geometry, PeerTrust trust, SlotTable? slots = null, ulong firstPosition = 0)
        : this(CheckedForm(geometry, trust, firstPosition), trust, slots)
    {
    }

    private SharedFlaggedRing(SharedRingForm form, PeerTrust trust, SlotTable? slots)
        : this(form, SharedRingRegions.Sealed(form, PrivateBytes(form, trust)), trust, slots)
    {
    }

    private SharedFlaggedRing(SharedRingForm form, SharedRingRegions regions, PeerTrust trust, SlotTable? slots)
        : base(form, regions.Told, regions.Answered, regions.Private)
    {
        Trust = trust;
        RingMemory memory = Memory(form, Answered.Start + AnsweredWords.Bytes);
        GuardedJournal journal = new(Private.Start + PrivateWords.Bytes, trust);
        journal.Start(form.FirstPosition);
        Producer = new GuardedRing<SharedFencePoints>.ProducerHandle(memory, journal);
        Resetter = new GuardedRing<SharedFencePoints>.ResetterHandle(memory, journal, slots);
        RingTrace.Made(this);
    }

    /// <summary>What a reset takes from the entries.</summary>
    public PeerTrust Trust { get; }

    /// <summary>Publishes.</summary>
    public GuardedRing<SharedFencePoints>.ProducerHandle Producer { get; }

    /// <summary>Resets; <see cref="Reset"/> also wakes a collector that waits for that.</summary>
    public GuardedRing<SharedFencePoints>.ResetterHandle Resetter { get; }

    /// <inheritdoc/>
    public override PeerViolations PeerViolations => Resetter.PeerViolations;

    /// <summary>Makes a ring in two new files of a folder, for hosts without sealed files. <b>Its peer must be trusted</b>: see <see cref="SharedRegion"/>.</summary>
    /// <param name="folder">The folder, which holds no other ring; the files are the caller's to delete.</param>
    /// <param name="geometry">Its numbers; entries have 16 bytes.</param>
    /// <param name="trust">What a reset takes from the entries.</param>
    /// <param name="trustsPeer">That no peer which can open the files will cut them off or write where it should not.</param>
    /// <param name="slots">The pages that exist: a reset keeps others from its sink. Null: all do.</param>
    /// <exception cref="ArgumentException">The peer is not trusted, the geometry is not of 16-byte entries, or there is no such trust.</exception>
    /// <exception cref="IOException">The files cannot be made.</exception>
    public static SharedFlaggedRing InFiles(string folder, RingGeometry geometry, PeerTrust trust, bool trustsPeer, SlotTable? slots = null)
    {
        SharedRingForm form = CheckedForm(geometry, trust, 0);
        return new SharedFlaggedRing(form, SharedRingRegions.InFiles(form, folder, trustsPeer, PrivateBytes(form, trust)), trust, slots);
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

    private static SharedRingForm CheckedForm(RingGeometry geometry, PeerTrust trust, ulong firstPosition) =>
        Form(SharedRingDesign.Flagged, GuardedRing<SharedFencePoints>.Checked(geometry, trust), firstPosition);

    private static long PrivateBytes(SharedRingForm form, PeerTrust trust) =>
        PrivateWords.Bytes + (long)GuardedJournal.BytesFor(form.Geometry, trust);
}
