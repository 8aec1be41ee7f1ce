using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading;
using RingCore.Layouts;
using RingCore.Tracking.Diagnostics;
using RingCore.Tracking.Linux;

namespace RingCore.Tracking;

/// <summary>
/// Says which pages of a <see cref="TrackedMemory"/> were written since it last said so, in rounds: collect, reset, read, commit. Writers
/// never stop for it, and no page is lost; a round that is not committed comes again.
/// </summary>
/// <remarks>
/// <para>What the memory holds when the tracker is made counts as clean, whatever the source: the first round has the pages written
/// since. A host that wants everything in its first round calls <see cref="MarkDirty"/> for all pages.</para>
/// <para>Every method may be called by any thread at any time until <see cref="Dispose"/>, which must come last but for writers' and
/// rounds' own. One round is in flight at a time.</para>
/// </remarks>
public sealed class DirtyTracker : IDisposable, IRatedTracker
{
    private readonly Lock _gate = new();
    private readonly TrackerOptions _options;
    private readonly TrackerMemory _memory;
    private readonly RoundCollector _collector;
    private readonly VmLane _vm;
    private readonly SoftFullSignal<CoherentFencePoints> _softFull;
    private readonly long _number = TrackerTrace.NextNumber();
    private long _rounds;
    private long _collectedAt;
    private bool _isRoundInFlight;
    private bool _isDisposed;

    /// <summary>Starts tracking.</summary>
    /// <param name="memory">The memory; it stays until the tracker is disposed.</param>
    /// <param name="options">How; the defaults are those of a new <see cref="TrackerOptions"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names the value and the limit.</exception>
    /// <exception cref="SourceUnavailableException">
    /// The options name a source that cannot run here; the message says why in one sentence.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The memory has been disposed.</exception>
    public DirtyTracker(TrackedMemory memory, TrackerOptions options)
        : this(memory, options, new Kernel())
    {
    }

    /// <summary>Starts tracking on a kernel of the caller's.</summary>
    internal unsafe DirtyTracker(TrackedMemory memory, TrackerOptions options, Kernel kernel)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        _options = options;
        _memory = new TrackerMemory(memory);
        ScanSource? scan = null;
        try
        {
            (Source, scan) = SourceSelection.Choose(options.Source, memory, kernel);
            _collector = new RoundCollector(_memory, options, scan);
        }
        catch
        {
            scan?.Dispose();
            _memory.RemoveUser();
            throw;
        }

        _vm = _collector.Vm;
        _softFull = new SoftFullSignal<CoherentFencePoints>(_memory.SoftFull);
        TrackerTrace.Made(this, Source.Kind, Source.Reason);
    }

    long IRatedTracker.TraceNumber => _number;

    /// <summary>The source that runs, and why.</summary>
    public SourceChoice Source { get; }

    /// <summary>What has been done so far.</summary>
    public TrackerCounters Counters
    {
        get
        {
            lock (_gate)
                return _collector.Counters;
        }
    }

    /// <summary>Pages marked per second over the last 8 rounds; 0 before the first. A page counts once per round.</summary>
    public double DirtyPagesPerSecond
    {
        get
        {
            lock (_gate)
                return _collector.PagesPerSecond;
        }
    }

    /// <summary>
    /// Gives the calling thread a ring of its own. Other sources than the barrier need none, and take what it marks all the same.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The tracker has been disposed.</exception>
    public Writer OpenWriter()
    {
        lock (_gate)
        {
            CheckNotDisposed();
            SlotTable slots = _memory.Tracked.Slots;
            IDirtyRing ring = _options switch
            {
                { Design: RingDesign.Indexed } => new IndexedDirtyRing(_options.Entries, _options.ReservedEntries, slots),
                { Design: RingDesign.Packed } => new PackedDirtyRing(_options.Entries, _options.ReservedEntries, slots),
                { EntryBytes: DirtyPageAddress.Bytes } => new FlaggedPageRing(_options.Entries, slots, _options.ReservedEntries),
                _ => new FlaggedDirtyRing(_options.Entries, _options.ReservedEntries, slots),
            };
            WriterWords<CoherentFencePoints> words = new();
            _collector.Add(new WriterLane(ring, words));
            return new Writer(_memory, _options, ring, words);
        }
    }

    /// <summary>
    /// Says that pages were written by somebody who has no writer: through a ring that all such threads share, then the bitmap. Call it
    /// after the write. Never throttled.
    /// </summary>
    /// <param name="gfn">Frame number of the first page.</param>
    /// <param name="pages">Number of pages, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 1 page, or a page lies beyond the end of the memory.</exception>
    /// <exception cref="ObjectDisposedException">The tracker has been disposed.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)] // as Writer.MarkDirty
    public void MarkDirty(ulong gfn, long pages = 1)
    {
        CheckNotDisposed();
        if (gfn >= (ulong)_memory.Pages)
            throw new ArgumentOutOfRangeException(nameof(gfn), gfn, $"The memory has {_memory.Pages} pages, numbered from 0.");
        if (pages < 1 || (ulong)pages > (ulong)_memory.Pages - gfn)
        {
            throw new ArgumentOutOfRangeException(
                nameof(pages), pages, $"From page {gfn} on there are 1 to {(ulong)_memory.Pages - gfn} pages to mark.");
        }

        bool isSoftFull = false;
        WordRuns runs = new(gfn, pages);
        while (runs.Next())
            isSoftFull |= _vm.Mark(runs.Word, runs.Mask);
        if (isSoftFull)
            _softFull.Raise();
    }

    /// <summary>
    /// Takes what lies in the rings and the bitmap into the open round and frees the entries, so that throttled writers go on. Does not
    /// scan: a source without writers has nothing to make room for.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The tracker has been disposed.</exception>
    public void Drain()
    {
        lock (_gate)
        {
            CheckNotDisposed();
            _collector.Drain();
        }
    }

    /// <summary>Waits until some ring has reached its soft limit and a writer may be waiting for a <see cref="Drain"/>.</summary>
    /// <param name="timeout">0 to <see cref="int.MaxValue"/> milliseconds, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="ct">Ends the wait early.</param>
    /// <returns>True when a ring is soft full; false on timeout, cancellation, or when the tracker is disposed meanwhile.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is outside its range.</exception>
    /// <exception cref="ObjectDisposedException">The tracker has been disposed.</exception>
    public bool WaitForSoftFull(TimeSpan timeout, CancellationToken ct = default)
    {
        if (timeout != Timeout.InfiniteTimeSpan && timeout.TotalMilliseconds is < 0 or > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, $"A timeout is 0 to {int.MaxValue} ms, or infinite.");
        lock (_gate)
        {
            CheckNotDisposed();
            _memory.AddUser();
        }

        try
        {
            return _softFull.Wait(timeout, ct);
        }
        finally
        {
            _memory.RemoveUser();
        }
    }

    /// <summary>
    /// Closes the open round. It has every page whose mark had returned before this call, every page that a scan finds, and those of
    /// rounds that were not committed.
    /// </summary>
    /// <exception cref="InvalidOperationException">A round is still in flight.</exception>
    /// <exception cref="ObjectDisposedException">The tracker has been disposed.</exception>
    public CollectedRound Collect()
    {
        lock (_gate)
        {
            CheckNotDisposed();
            if (_isRoundInFlight)
                throw new InvalidOperationException($"Round {_rounds} is in flight: commit or dispose it before the next is collected.");
            long start = Stopwatch.GetTimestamp();
            long pages = _collector.Collect();
            _collectedAt = Stopwatch.GetTimestamp();
            _isRoundInFlight = true;
            TrackerTrace.Collected(this, _rounds + 1, pages, Stopwatch.GetElapsedTime(start, _collectedAt));
            return new CollectedRound(new RoundInFlight(this, _memory, _collector.InFlight, ++_rounds));
        }
    }

    /// <summary>
    /// Ends the tracking. Throttled writers go on, waits end; writers and a round in flight keep their memory until they are disposed.
    /// </summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            _softFull.Close();
            _collector.Dispose();
        }

        _memory.RemoveUser();
        TrackerTrace.Disposed(this);
    }

    /// <summary>Re-arms the round in flight.</summary>
    internal void Rearm()
    {
        lock (_gate)
            _collector.Rearm();
    }

    /// <summary>Ends the round in flight.</summary>
    internal void End(bool isCommitted)
    {
        lock (_gate)
        {
            if (isCommitted)
                _collector.Commit();
            else
                _collector.Return();
            _isRoundInFlight = false;
            TrackerTrace.Ended(this, _rounds, isCommitted, Stopwatch.GetElapsedTime(_collectedAt));
        }
    }

    private void CheckNotDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);
}
