using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore.Tracking;

/// <summary>
/// A thread's way to say which pages it wrote: a ring of its own. One thread at a time; made by <see cref="DirtyTracker.OpenWriter"/>.
/// </summary>
public sealed unsafe class Writer : IDisposable
{
    private readonly TrackerMemory _memory;
    private readonly MarkBitmap<CoherentFencePoints> _marks;
    private readonly OverflowBitmap<CoherentFencePoints> _overflow;
    private readonly SoftFullSignal<CoherentFencePoints> _softFull;
    private readonly WriterWords<CoherentFencePoints> _words;
    private readonly MarksInProgress<CoherentFencePoints> _inProgress;
    private readonly WriterRing _ring;
    private readonly SlotTable _slots;
    private readonly TrackerOptions _options;

    /// <summary>Frame numbers below are valid; 0 once disposed, so that one comparison checks both.</summary>
    private ulong _end;

    /// <summary>Nobody drained in time, and nobody has since.</summary>
    private bool _hasGivenUp;
    private bool _isDisposed;

    internal Writer(TrackerMemory memory, TrackerOptions options, IDirtyRing ring, WriterWords<CoherentFencePoints> words)
    {
        memory.AddUser();
        _memory = memory;
        _marks = new MarkBitmap<CoherentFencePoints>(memory.Marks);
        _overflow = new OverflowBitmap<CoherentFencePoints>(memory.Hint, memory.Overflow, memory.Pages);
        _softFull = new SoftFullSignal<CoherentFencePoints>(memory.SoftFull);
        _words = words;
        _inProgress = words.InProgress;
        _ring = new WriterRing(ring);
        _slots = memory.Tracked.Slots;
        _options = options;
        _end = (ulong)memory.Pages;
    }

    /// <summary>
    /// Says that pages were written. Call it <b>after</b> the store, on the thread that stored or on one that synchronised with it since;
    /// a write counts as belonging to the first round that is collected after the call has returned, at the latest.
    /// </summary>
    /// <remarks>
    /// A page that is marked already costs one load. Otherwise the page is pushed into the writer's ring. Where the ring has reached its
    /// soft limit, the call wakes <see cref="DirtyTracker.WaitForSoftFull"/> and waits, for <see cref="TrackerOptions.ThrottleTimeout"/>
    /// at most, until somebody has drained; then it goes on regardless, into the reserved entries and, when the ring is full, into the
    /// bitmap behind it. Nothing is lost, and nothing is waited for without bound: the thread that closes the rounds may itself be a
    /// writer.
    /// </remarks>
    /// <param name="gfn">Frame number of the first page.</param>
    /// <param name="pages">Number of pages, 1 or more.</param>
    [MethodImpl(MethodImplOptions.NoInlining)] // the order "data before (M1)" of MarkBitmap rests on this call
    public MarkResult MarkDirty(ulong gfn, long pages = 1)
    {
        if (gfn >= _end || pages < 1 || (ulong)pages > _end - gfn)
            return Refuse();
        MarkStatus status = MarkStatus.Marked;
        long newPages = 0;
        WordRuns runs = new(gfn, pages);
        while (runs.Next())
        {
            if (_marks.AreSet(runs.Word, runs.Mask))
                continue;
            _inProgress.Begin();
            ulong mine = _marks.Set(runs.Word, runs.Mask);
            newPages += BitOperations.PopCount(mine);
            MarkStatus published = Publish(runs.Word, mine);
            _inProgress.End();
            if (published > status)
                status = published;
        }

        return new MarkResult(status, newPages);
    }

    /// <summary>
    /// Ends the writer. What it marked is not lost; the tracker frees its ring with the next drain. A second call does nothing.
    /// </summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _end = 0;
        _ring.Dispose();
        _words.Close();
        _words.RemoveUser();
        _memory.RemoveUser();
    }

    /// <summary>Brings pages whose marks this writer set on their way to the collector.</summary>
    private MarkStatus Publish(long word, ulong mine)
    {
        MarkStatus status = MarkStatus.Marked;
        for (; mine != 0; mine &= mine - 1)
        {
            _ = _slots.TryFind(((ulong)word << 6) + (ulong)BitOperations.TrailingZeroCount(mine), out DirtyPage page);
            switch (_ring.Push(page))
            {
                case PushStatus.Published:
                    _hasGivenUp = false;
                    break;
                case PushStatus.PublishedSoftFull:
                    MarkStatus throttled = Throttle();
                    if (throttled > status)
                        status = throttled;
                    break;
                default:
                    _overflow.Add(word, mine);
                    _softFull.Raise();
                    return status;
            }
        }

        return status;
    }

    /// <summary>Calls for a drain and waits for it, unless that was in vain last time or there is nobody left to do it.</summary>
    private MarkStatus Throttle()
    {
        _softFull.Raise();
        if (_hasGivenUp || _options.ThrottleTimeout == TimeSpan.Zero || _softFull.IsClosed)
            return MarkStatus.Marked;
        long start = _options.Clock.GetTimestamp();
        bool hasSpace = _ring.WaitForSpace(_options.ThrottleTimeout);
        _words.CountThrottle(_options.Clock.GetElapsedTime(start).Ticks, timedOut: !hasSpace);
        _hasGivenUp = !hasSpace;
        return hasSpace ? MarkStatus.Throttled : MarkStatus.ThrottleTimedOut;
    }

    private MarkResult Refuse()
    {
        if (_isDisposed)
            return new MarkResult(MarkStatus.WriterDisposed, 0);
        _words.CountRefusal();
        return new MarkResult(MarkStatus.OutOfRange, 0);
    }
}
