using System;
using System.IO;
using System.Runtime.CompilerServices;
using RingCore.Layouts;
using RingCore.Tracking.Diagnostics;

namespace RingCore.Tracking;

/// <summary>
/// Says which pages of a <see cref="SharedTrackedMemory"/> were written to a collector in another process, in rounds that the writer closes.
/// The collector is not trusted, and may die at any time, as may this process.
/// </summary>
/// <remarks>
/// <para>One thread: it writes, marks, and closes rounds. It announces each write (<see cref="Intend"/>), writes, and marks
/// (<see cref="MarkDirty"/>): killed anywhere between, a successor over the same record has the page. Where the pages are consistent it calls
/// <see cref="Boundary"/>, which stands still until the collector has copied, for so long and no longer.</para>
/// <para>Everything that comes from the collector is checked, typed and counted. Where there is no collector, pages wait in the record, and
/// nobody waits for them. Several writers make several trackers, each over memory of its own.</para>
/// </remarks>
public sealed unsafe partial class SharedTracker : IDisposable, IRatedTracker
{
    /// <summary>Longest note of a round in bytes.</summary>
    public const int MaxNoteBytes = RoundMessage.MaxNoteBytes;

    private const int MaxMessagesPerPoll = 64;

    private readonly SharedTrackedMemory _memory;
    private readonly SharedTrackerOptions _options;
    private readonly RingGeometry _geometry;
    private readonly PageCourse<SharedFencePoints, SharedPageRing> _course;
    private readonly IDisposable _imageUse;
    private readonly IDisposable _recordUse;
    private readonly DirtyRate _rate;
    private readonly long _number = TrackerTrace.NextNumber();
    private CollectorLink? _link;
    private SharedTrackerCounters _counters;
    private PeerViolations _lastViolations;

    /// <summary>Frame numbers below are valid; 0 once disposed, so that one comparison checks both.</summary>
    private ulong _end;

    /// <summary>Nobody harvested in time, and nobody has since.</summary>
    private bool _hasGivenUp;

    /// <summary>Starts tracking, with whatever a predecessor over the same record had not committed. There is no collector yet.</summary>
    /// <param name="memory">The memory; it stays mapped until the tracker is disposed. One tracker at a time.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names the value and the limit.</exception>
    /// <exception cref="ObjectDisposedException">The memory has been disposed.</exception>
    public SharedTracker(SharedTrackedMemory memory, SharedTrackerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(memory);
        _options = options ?? new SharedTrackerOptions();
        _geometry = _options.Check();
        _memory = memory;
        _imageUse = memory.Image.Use();
        _recordUse = memory.Record.Use();
        _end = memory.Pages;
        TrackerRecord<SharedFencePoints> record = new(memory.Record.Start, (long)memory.Pages);
        _course = new PageCourse<SharedFencePoints, SharedPageRing>(record, memory.Slots, (long)memory.Pages);
        _counters = new SharedTrackerCounters { PagesDeclaredDirty = memory.PagesDeclaredDirty };
        _rate = new DirtyRate(_options.Clock);
        TrackerTrace.Made(this, SourceKind.Barrier, "Writers and collector are two processes: the host marks what it writes.");
    }

    long IRatedTracker.TraceNumber => _number;

    double IRatedTracker.DirtyPagesPerSecond
    {
        get
        {
            lock (_rate)
                return _rate.PagesPerSecond;
        }
    }

    /// <summary>Whether there is a collector, as far as is known.</summary>
    public bool IsAttached => _link is not null;

    /// <summary>Marked pages that are not in a ring: there is no room, or no collector.</summary>
    public long PagesPending => _course.Pending;

    /// <summary>What has been done so far.</summary>
    public SharedTrackerCounters Counters => _counters with
    {
        PagesPushed = _course.Pushed,
        UnknownMessages = _counters.UnknownMessages + (_link?.UnknownMessages ?? 0),
    };

    /// <summary>What the collector did to its ring that no faithful one does; the last one's where there is none now.</summary>
    public PeerViolations PeerViolations => _link?.Violations ?? _lastViolations;

    /// <summary>
    /// Gives a collector a ring of its own, and everything that is in no committed round. Whoever was the collector before is let go of.
    /// </summary>
    /// <param name="socket">The way to the collector; the tracker's to close, at once where there comes to be no collector.</param>
    /// <param name="timeout">How long a peer that does not receive is waited for: 0 to <see cref="int.MaxValue"/> milliseconds.</param>
    /// <returns><see cref="PeerStatus.Done"/>; else there is no collector.</returns>
    /// <exception cref="IOException">The kernel refuses the ring's memory.</exception>
    /// <exception cref="ObjectDisposedException">The tracker has been disposed.</exception>
    public PeerStatus Attach(PeerSocket socket, TimeSpan timeout)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ObjectDisposedException.ThrowIf(_end == 0, this);
        Detach();
        CollectorLink link = new(NewRing(socket), socket);
        PeerStatus status = link.Attach(_memory.Image.Descriptor, timeout);
        if (status != PeerStatus.Done)
        {
            link.Dispose();
            return status;
        }

        _link = link;
        _hasGivenUp = false;
        _counters = _counters with { Attachments = _counters.Attachments + 1 };
        _course.Attach(link.Pages);
        _course.PushPending();
        return status;
    }

    /// <summary>Lets go of the collector: everything that it has not committed waits for the next.</summary>
    public void Detach()
    {
        if (_link is null)
            return;
        _lastViolations = _link.Violations;
        _counters = _counters with { UnknownMessages = _counters.UnknownMessages + _link.UnknownMessages };
        _link.Dispose();
        _link = null;
        _inFlight = 0;
        _course.Detach();
        TellEnd(isCommitted: false);
    }

    /// <summary>
    /// Says that pages are about to be written. Call it <b>before</b> the store; until <see cref="MarkDirty"/> has covered the pages, a
    /// process that dies leaves them to its successor as written. One run of pages at a time: what was announced before is marked.
    /// </summary>
    /// <param name="gfn">Frame number of the first page.</param>
    /// <param name="pages">Number of pages, 1 or more.</param>
    /// <returns>False where a page lies outside the memory, or the tracker has been disposed: nothing is announced.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)] // the order "intent before data" of TrackerRecord rests on this call
    public bool Intend(ulong gfn, long pages = 1)
    {
        if (gfn >= _end || pages < 1 || (ulong)pages > _end - gfn)
        {
            _ = Refuse();
            return false;
        }

        _course.Intend(gfn, pages);
        return true;
    }

    /// <summary>
    /// Says that pages were written. Call it <b>after</b> the store. Where the ring is soft full, the call waits for the collector, for
    /// <see cref="SharedTrackerOptions.ThrottleTimeout"/> at most; nothing is lost when it does not come.
    /// </summary>
    /// <param name="gfn">Frame number of the first page.</param>
    /// <param name="pages">Number of pages, 1 or more.</param>
    [MethodImpl(MethodImplOptions.NoInlining)] // the order "data before mark" of TrackerRecord rests on this call
    public MarkResult MarkDirty(ulong gfn, long pages = 1)
    {
        if (gfn >= _end || pages < 1 || (ulong)pages > _end - gfn)
            return Refuse();
        MarkStatus status = MarkStatus.Marked;
        long newPages = 0;
        WordRuns runs = new(gfn, pages);
        while (runs.Next())
        {
            if (_course.Mark(runs.Word, runs.Mask, ref newPages) == PushStatus.Published || _link is null)
                continue;
            MarkStatus throttled = MakeRoom();
            status = throttled > status ? throttled : status;
        }

        _course.EndIntent(gfn, pages);
        _counters = _counters with { PagesMarked = _counters.PagesMarked + newPages };
        return new MarkResult(status, newPages);
    }

    /// <summary>
    /// Says that any page may have been written: where the host knows less than the record does. Nobody is waited for.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The tracker has been disposed.</exception>
    public void MarkEverything()
    {
        ObjectDisposedException.ThrowIf(_end == 0, this);
        _counters = _counters with { PagesDeclaredDirty = _counters.PagesDeclaredDirty + (long)_end };
        _course.MarkAll();
    }

    /// <summary>
    /// A moment for what the collector has done: frees harvested entries, pushes pages that wait, takes commits, finds out that it is gone.
    /// Waits for nobody. <see cref="MarkDirty"/> and <see cref="Boundary"/> do the same where they must.
    /// </summary>
    public void Serve()
    {
        if (Poll() && Reset())
            _course.PushPending();
    }

    /// <summary>Ends the tracking. What is in no committed round stays in the record. A second call does nothing.</summary>
    public void Dispose()
    {
        if (_end == 0)
            return;
        Detach();
        _end = 0;
        _course.Dispose();
        _imageUse.Dispose();
        _recordUse.Dispose();
        TrackerTrace.Disposed(this);
    }

    private SharedRing NewRing(PeerSocket socket)
    {
        try
        {
            return _options.Design == RingDesign.Indexed
                ? new SharedIndexedRing(_geometry, _memory.Slots)
                : new SharedFlaggedRing(_geometry, PeerTrust.Shadowed, _memory.Slots);
        }
        catch (IOException)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Frees what the collector has harvested.</summary>
    /// <returns>False where there is no collector, or none any more because of what it wrote.</returns>
    private bool Reset()
    {
        if (_link is null)
            return false;
        ResetResult reset = _course.Reset();
        if (reset.Entries > 0)
            _hasGivenUp = false;
        if (reset.Status is not (ResetStatus.PeerRewound or ResetStatus.PeerOverran or ResetStatus.PeerBrokeState or ResetStatus.PeerLeftGap))
            return true;
        _counters = _counters with { PeersBroken = _counters.PeersBroken + 1 };
        Detach();
        return false;
    }

    /// <summary>Brings the ring below its soft limit, unless that was in vain last time.</summary>
    private MarkStatus MakeRoom()
    {
        if (!Reset() || _link!.HasRoom || _hasGivenUp || _options.ThrottleTimeout == TimeSpan.Zero)
            return MarkStatus.Marked;
        long start = _options.Clock.GetTimestamp();
        bool hasRoom = false;
        TimeSpan waited = TimeSpan.Zero;
        while (!hasRoom && waited < _options.ThrottleTimeout)
        {
            _link.AskForHarvest();
            if (!Receive(_options.ThrottleTimeout - waited) || !Reset())
                break;
            hasRoom = _link.HasRoom;
            waited = _options.Clock.GetElapsedTime(start);
        }

        waited = _options.Clock.GetElapsedTime(start);
        _hasGivenUp = !hasRoom && _link is not null;
        _counters = _counters with
        {
            Throttles = _counters.Throttles + 1,
            ThrottleTimeouts = _counters.ThrottleTimeouts + (_hasGivenUp ? 1 : 0),
            ThrottleTime = _counters.ThrottleTime + waited,
        };
        return _hasGivenUp ? MarkStatus.ThrottleTimedOut : MarkStatus.Throttled;
    }

    private MarkResult Refuse()
    {
        if (_end == 0)
            return new MarkResult(MarkStatus.WriterDisposed, 0);
        _counters = _counters with { Refused = _counters.Refused + 1 };
        return new MarkResult(MarkStatus.OutOfRange, 0);
    }
}
