using System;
using System.Diagnostics;
using System.Threading;
using RingCore.Diagnostics;
using RingCore.Layouts;
using RingCore.Platform;
using Fence = RingCore.SharedFencePoints;

namespace RingCore;

/// <summary>The producer's side of a ring whose collector is another process that is not trusted.</summary>
/// <remarks>
/// The ring stands in two regions that the collector gets (<see cref="PeerDescriptors"/>) and one that it never gets. One collector has them, once:
/// the next collector gets a new ring, so that nobody who had the old one can reach it; what was in the old one comes from the producer's side's own
/// record. Both handles of the ring are of this process; each belongs to one thread at a time, and the methods here to the resetter's.
/// </remarks>
[DebuggerDisplay("{LookText,nq}")]
[DebuggerTypeProxy(typeof(SharedRingView))]
public abstract unsafe class SharedRing : IDisposable
{
    private readonly ToldWords* _told;
    private readonly AnsweredWords* _answered;
    private readonly RegionUses _uses;
    private uint _doorbellSeen;
    private bool _isDisposed;

    private protected SharedRing(SharedRingForm form, SharedRegion told, SharedRegion answered, SharedRegion privateWords)
    {
        (Id, Geometry) = (form.Id, form.Geometry);
        (Told, Answered, Private) = (told, answered, privateWords);
        _uses = new RegionUses(told, answered, privateWords); // whoever else disposes the regions
        _told = (ToldWords*)told.Start;
        _answered = (AnsweredWords*)answered.Start;
    }

    /// <summary>The random number that both regions carry, and that tells this ring from every other.</summary>
    public Guid Id { get; }

    /// <summary>The ring's numbers.</summary>
    public RingGeometry Geometry { get; }

    /// <summary>What the collector can only read.</summary>
    public SharedRegion Told { get; }

    /// <summary>What both sides write.</summary>
    public SharedRegion Answered { get; }

    /// <summary>What never leaves the producer's side.</summary>
    public SharedRegion Private { get; }

    /// <summary>What to hand over to the collector.</summary>
    public PeerDescriptors PeerDescriptors => new(Told.Descriptor, Answered.Descriptor);

    /// <summary>Whether no peer can pull the ring's memory away, or write what it should only read; false in named files.</summary>
    public bool IsSealed => Told.IsSealed && Answered.IsSealed;

    /// <summary>Lets processes that this one starts have both descriptors, under the same numbers; all of them, while it is true.</summary>
    /// <exception cref="PlatformNotSupportedException">The host is not Linux.</exception>
    public bool IsInheritable
    {
        get => Told.IsInheritable && Answered.IsInheritable;
        set => Told.IsInheritable = Answered.IsInheritable = value;
    }

    /// <summary>What the resetter has found that no faithful collector does.</summary>
    public abstract PeerViolations PeerViolations { get; }

    /// <summary>The round whose pages the collector may copy now, 0 for none; stored with release.</summary>
    public ulong Epoch
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return Fence.ReadOnce(&_told->Epoch);
        }

        set
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            Fence.StoreRelease(&_told->Epoch, value); // (E1) pairs with (E2), SharedCollector.Epoch
        }
    }

    /// <summary>Sends both descriptors to the collector, which takes them by <see cref="SharedCollector.Receive"/>.</summary>
    /// <param name="peer">The connection.</param>
    /// <param name="timeout">How long a peer that does not receive is waited for: 0 to <see cref="int.MaxValue"/> milliseconds.</param>
    /// <returns><see cref="PeerStatus.Done"/>, <see cref="PeerStatus.TimedOut"/> or <see cref="PeerStatus.PeerGone"/>.</returns>
    public PeerStatus HandOver(PeerSocket peer, TimeSpan timeout)
    {
        ArgumentNullException.ThrowIfNull(peer);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return RingMessage.Send(peer, Id, PeerDescriptors, timeout);
    }

    /// <summary>Waits until the collector has asked for a reset since the last call.</summary>
    /// <param name="timeout">0 to <see cref="int.MaxValue"/> milliseconds, or infinite: a collector that died asks for nothing, so look at its socket between waits.</param>
    /// <param name="cancellation">Looked at every 100 ms.</param>
    public WaitStatus WaitForRequest(TimeSpan timeout, CancellationToken cancellation = default)
    {
        if (_isDisposed)
            return WaitStatus.HandleDisposed;
        Waiter.Deadline deadline = Waiter.Deadline.After(timeout);
        uint target = _doorbellSeen + 1;
        if (WordSignal.IsThere<Fence>(&_answered->Doorbell, target, out _doorbellSeen))
            return WaitStatus.Ready;
        long start = RingTrace.WaitStarted(RingNumber, "producer", nameof(WaitForRequest));
        WaitStatus status = WordSignal.Wait<Fence>(&_answered->Doorbell, &_told->DoorbellWaits, target, deadline, cancellation, out _doorbellSeen);
        RingTrace.WaitEnded(RingNumber, "producer", status, start);
        return status;
    }

    /// <summary>Wakes a collector that waits for a reset: after each that does not go through the ring's own <c>Reset</c>.</summary>
    public void AnnounceReset()
    {
        if (!_isDisposed && WordSignal.Raise<Fence>(&_told->Reset, &_answered->ResetWaits))
            RingTrace.Woken(RingNumber, "collector");
    }

    /// <summary>Marks the ring as ended, disposes its handles, and lets go of the regions. The collector's mappings stay.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        DisposeHandles();
        _isDisposed = true;
        HeaderPublication.Close<Fence>(_told);
        _uses.Dispose();
        Told.Dispose();
        Answered.Dispose();
        Private.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected abstract void DisposeHandles();

    private protected abstract (RingHandle Producer, RingHandle Resetter) Handles { get; }

    /// <summary>From private cursors alone.</summary>
    private string LookText => $"{(uint)(Handles.Producer.Position - Handles.Resetter.Position)} of {Geometry.Entries} in use{(_isDisposed ? ", disposed" : "")}";

    /// <summary>The ring's number in traces.</summary>
    private protected abstract uint RingNumber { get; }

    /// <summary>The ring's memory, as the producer's side sees it.</summary>
    private protected RingMemory Memory(SharedRingForm form, byte* entries)
    {
        RingWords words = new()
        {
            Avail = &_told->Avail,
            Reset = &_told->Reset,
            Fetch = &_answered->Fetch,
            CollectorWaits = &_answered->CollectorWaits,
            ProducerWaits = &((PrivateWords*)Private.Start)->ProducerWaits,
        };
        return new RingMemory(form.Geometry, form.FirstPosition, words, entries, new RegionUses(Told, Answered, Private));
    }

    /// <summary>What a new ring's header will say.</summary>
    private protected static SharedRingForm Form(SharedRingDesign design, RingGeometry geometry, ulong firstPosition)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        if (geometry.EntryBytes != KvmDirtyGfn.Bytes)
            throw new ArgumentException($"A shared ring has entries of {KvmDirtyGfn.Bytes} bytes, not {geometry.EntryBytes}.", nameof(geometry));
        if (firstPosition > long.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(firstPosition), firstPosition, $"A ring's counters start at 0 to {long.MaxValue}.");
        HostRequirements.Check<Fence>();
        return new SharedRingForm(design, geometry, firstPosition, Guid.NewGuid(), Fence.Register());
    }
}
