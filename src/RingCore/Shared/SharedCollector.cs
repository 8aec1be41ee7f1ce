using System;
using System.Diagnostics;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using RingCore.Diagnostics;
using RingCore.Layouts;
using RingCore.Platform;
using Fence = RingCore.SharedFencePoints;

namespace RingCore;

/// <summary>The collector of a ring that another process has made. It trusts that process, and is not trusted by it.</summary>
/// <remarks>
/// Opened once: nothing is read from the header again. The told region is mapped read-only; the kernel gives this process no other mapping of
/// it. One thread at a time.
/// </remarks>
[DebuggerDisplay("{LookText,nq}")]
[DebuggerTypeProxy(typeof(SharedRingView))]
public sealed unsafe class SharedCollector : IDisposable, ILiveRing
{
    private readonly ToldWords* _told;
    private readonly AnsweredWords* _answered;
    private readonly RingHandle _handle;
    private readonly RegionUses _uses;
    private readonly uint _ring;
    private uint _requests;
    private bool _isDisposed;

    private SharedCollector(SharedRingForm form, SharedRegion told, SharedRegion answered)
    {
        (Design, Geometry, Id) = (form.Design, form.Geometry, form.Id);
        (Told, Answered) = (told, answered);
        _uses = new RegionUses(told, answered); // whoever else disposes the regions
        _told = (ToldWords*)told.Start;
        _answered = (AnsweredWords*)answered.Start;
        RingWords words = new()
        {
            Avail = &_told->Avail,
            Reset = &_told->Reset,
            Fetch = &_answered->Fetch,
            CollectorWaits = &_answered->CollectorWaits,
        };
        byte* entries = form.Design == SharedRingDesign.Indexed ? told.Start + ToldWords.Bytes : answered.Start + AnsweredWords.Bytes;
        RingMemory memory = new(form.Geometry, form.FirstPosition, words, entries, new RegionUses(told, answered));
        _ring = memory.Id;
        if (form.Design == SharedRingDesign.Indexed)
            Indexed = new IndexedRing<Fence>.CollectorHandle(memory, CollectorAccess.ReadOnly);
        else
            Flagged = new FlaggedRing<Fence, GfnEntry<KvmStates>, DirtyPage>.CollectorHandle(memory, null, ordered: true);
        _handle = (RingHandle?)Indexed ?? Flagged!;
        RingTrace.Made(this);
    }

    /// <summary>Which ring it is.</summary>
    public SharedRingDesign Design { get; }

    /// <summary>The ring's numbers.</summary>
    public RingGeometry Geometry { get; }

    /// <summary>The random number that tells this ring from every other.</summary>
    public Guid Id { get; }

    /// <summary>The region that is mapped read-only.</summary>
    public SharedRegion Told { get; }

    /// <summary>The region that both sides write.</summary>
    public SharedRegion Answered { get; }

    /// <summary>The collector of an indexed ring; null for another design.</summary>
    public IndexedRing<SharedFencePoints>.CollectorHandle? Indexed { get; }

    /// <summary>The collector of a flagged ring; null for another design.</summary>
    public FlaggedRing<SharedFencePoints, GfnEntry<KvmStates>, DirtyPage>.CollectorHandle? Flagged { get; }

    /// <summary>The collector of whichever design, by dispatched calls.</summary>
    public IDirtyCollector Collector => (IDirtyCollector)_handle;

    /// <summary>The round whose pages may be copied now, 0 for none; loaded with acquire.</summary>
    public ulong Epoch
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return Fence.LoadAcquire(&_told->Epoch); // (E2) pairs with (E1), SharedRing.Epoch
        }
    }

    private string LookText => $"collector of {Geometry.Entries} entries, {Design}{(_isDisposed ? ", disposed" : "")}";

    /// <summary>Opens a ring by what its producer's side has handed over.</summary>
    /// <param name="told">The told region's descriptor.</param>
    /// <param name="answered">The answered region's descriptor.</param>
    /// <param name="collector">
    /// The collector, where the ring was opened: both descriptors are its own then. Otherwise they stay the caller's.
    /// </param>
    /// <param name="expectedId">The ring that it must be; null for whichever.</param>
    public static SharedOpenStatus Open(SafeFileHandle told, SafeFileHandle answered, out SharedCollector? collector, Guid? expectedId = null)
    {
        collector = null;
        SharedOpenStatus status = SharedRegion.Map(told, RegionSeals.OfTold, 0, RegionAccess.ReadOnly, out SharedRegion? toldRegion);
        if (status != SharedOpenStatus.Opened)
            return status;
        status = SharedRegion.Map(answered, RegionSeals.OfAnswered, 0, RegionAccess.ReadWrite, out SharedRegion? answeredRegion);
        if (status == SharedOpenStatus.Opened)
            status = Open(toldRegion!, answeredRegion!, expectedId, out collector);
        if (status == SharedOpenStatus.Opened)
        {
            toldRegion!.TakeDescriptor();
            answeredRegion!.TakeDescriptor();
            return status;
        }

        toldRegion!.Dispose();
        answeredRegion?.Dispose();
        return status;
    }

    /// <summary>Opens the ring that the producer's side hands over by <see cref="SharedRing.HandOver"/>.</summary>
    /// <param name="peer">The connection.</param>
    /// <param name="timeout">0 to <see cref="int.MaxValue"/> milliseconds, or infinite.</param>
    /// <param name="collector">The collector, where the ring was opened.</param>
    public static SharedOpenStatus Receive(PeerSocket peer, TimeSpan timeout, out SharedCollector? collector)
    {
        ArgumentNullException.ThrowIfNull(peer);
        collector = null;
        SharedOpenStatus status = RingMessage.Receive(peer, timeout, out Guid id, out PeerDescriptors descriptors);
        if (status != SharedOpenStatus.Opened)
            return status;
        status = Open(descriptors.Told, descriptors.Answered, out collector, id);
        if (status != SharedOpenStatus.Opened)
        {
            descriptors.Told.Dispose();
            descriptors.Answered.Dispose();
        }

        return status;
    }

    /// <summary>Opens a ring that stands in two files, which have no seals: its producer's side must be trusted to leave their size alone.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="trustsPeer">That no process which can open the files will cut them off.</param>
    /// <param name="collector">The collector, where the ring was opened.</param>
    /// <param name="expectedId">The ring that it must be; null for whichever.</param>
    public static SharedOpenStatus OpenFiles(string folder, bool trustsPeer, out SharedCollector? collector, Guid? expectedId = null)
    {
        collector = null;
        SharedOpenStatus status = SharedRegion.OpenFile(
            SharedRingRegions.ToldPath(folder), 0, RegionAccess.ReadOnly, trustsPeer, out SharedRegion? told);
        if (status != SharedOpenStatus.Opened)
            return status;
        status = SharedRegion.OpenFile(
            SharedRingRegions.AnsweredPath(folder), 0, RegionAccess.ReadWrite, trustsPeer, out SharedRegion? answered);
        if (status == SharedOpenStatus.Opened)
            status = Open(told!, answered!, expectedId, out collector);
        if (status == SharedOpenStatus.Opened)
            return status;
        told!.Dispose();
        answered?.Dispose();
        return status;
    }

    /// <summary>Asks the producer's side for a reset; wakes it where it waits for that.</summary>
    public void RequestReset()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Fence.StoreRelease(&_answered->Doorbell, ++_requests); // (D1) pairs with (S5) and (S6), WordSignal.Wait
        if (WordSignal.Raise<Fence>(&_answered->Doorbell, &_told->DoorbellWaits))
            RingTrace.Woken(_ring, "producer");
    }

    /// <summary>Gives the right to read the pages of a harvest, once the producer's side has reset all of it.</summary>
    /// <param name="ticket">The harvest's ticket.</param>
    /// <param name="timeout">0 to <see cref="int.MaxValue"/> milliseconds, or infinite: look at the socket between waits.</param>
    /// <param name="grant">The right to read, where the wait ends as <see cref="WaitStatus.Ready"/>.</param>
    /// <param name="cancellation">Looked at every 100 ms.</param>
    /// <exception cref="ArgumentException">The ticket is of another ring.</exception>
    public WaitStatus WaitForReset(HarvestTicket ticket, TimeSpan timeout, out ReadGrant grant, CancellationToken cancellation = default)
    {
        grant = default;
        if (_isDisposed)
            return WaitStatus.HandleDisposed;
        if (ticket.Ring != _ring)
            throw new ArgumentException("The ticket is of another ring.", nameof(ticket));
        Waiter.Deadline deadline = Waiter.Deadline.After(timeout);
        WaitStatus status = WaitStatus.Ready;
        if (!WordSignal.IsThere<Fence>(&_told->Reset, (uint)ticket.End, out _))
        {
            long start = RingTrace.WaitStarted(_ring, "collector", nameof(WaitForReset));
            status = WordSignal.Wait<Fence>(&_told->Reset, &_answered->ResetWaits, (uint)ticket.End, deadline, cancellation, out _);
            RingTrace.WaitEnded(_ring, "collector", status, start);
        }

        if (status == WaitStatus.Ready)
            grant = new ReadGrant(_ring);
        return status;
    }

    TracedMemory ILiveRing.Memory => _handle.Memory;

    int ILiveRing.Seat { get; set; }

    void ILiveRing.AddTo(ref RingTotals totals) => _handle.AddTo(ref totals);

    /// <summary>Disposes the handle, and lets go of the regions.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _handle.Dispose();
        _isDisposed = true;
        _uses.Dispose();
        Told.Dispose();
        Answered.Dispose();
    }

    private static SharedOpenStatus Open(SharedRegion told, SharedRegion answered, Guid? expectedId, out SharedCollector? collector)
    {
        collector = null;
        SharedOpenStatus status = HeaderPublication.Read<Fence>(
            (ToldWords*)told.Start, told.Bytes, (AnsweredWords*)answered.Start, answered.Bytes, out SharedRingForm? form);
        if (status != SharedOpenStatus.Opened)
            return status;
        if (expectedId is { } id && id != form!.Id)
            return SharedOpenStatus.Stale;
        HostRequirements.Check<Fence>();
        if (!Fence.Register() || !form!.WaitsSleep)
            Fence.PollFromNowOn();
        collector = new SharedCollector(form!, told, answered);
        return SharedOpenStatus.Opened;
    }
}
