using System;
using System.Runtime.CompilerServices;
using System.Threading;
using RingCore.Diagnostics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>What the collectors of all designs have in common: the cursor, harvests into a bitmap, and the wait for entries.</summary>
/// <typeparam name="TFence">The door to shared memory.</typeparam>
public abstract unsafe class RingCollector<TFence> : RingHandle, IDirtyCollector, IInPlaceCollector, IWaitCondition
    where TFence : IFencePoints
{
    private const int PagesPerChunk = 128;

    private CollectorCursor _cursor;

    // Whether a harvest is a part of one that has more, and is told of with it.
    private bool _isPart;

    private protected RingCollector(RingMemory memory)
        : base(memory)
    {
        Mask = memory.Geometry.Mask;
        _cursor.Harvested = memory.FirstPosition;
        _cursor.HandedOver = memory.FirstPosition;
        _cursor.AvailSeen = memory.FirstPosition;
    }

    /// <summary>Entries harvested since the ring was made.</summary>
    public ulong Harvested => _cursor.Harvested - FirstPosition;

    /// <summary>Entries harvested that named no page of the slot table or of a bitmap.</summary>
    public ulong OutOfRange => _cursor.OutOfRange;

    internal override ulong Position => _cursor.Harvested;

    private protected override string LookText => $"collector: {Harvested} harvested{(IsDisposed ? ", disposed" : "")}";

    private protected uint Mask { get; set; }

    // Of flagged rings alone, and here for their size: beside the mask are four bytes that the handle takes anyway.

    /// <summary>Position bits within a line of entries.</summary>
    private protected byte GroupBits { get; init; }

    /// <summary>Whether one producer publishes in order, so that a block may be acquired by its last entry.</summary>
    private protected bool IsOrdered { get; init; }

    private protected ref CollectorCursor Cursor => ref _cursor;

    /// <inheritdoc/>
    public abstract bool TryTake(out DirtyPage page);

    /// <inheritdoc/>
    public HarvestTicket Commit()
    {
        if (IsDisposed)
            return default;
        RefuseInBurst();
        Enter();
        HandOver();
        Leave();
        return new HarvestTicket(RingId, _cursor.Harvested);
    }

    /// <inheritdoc/>
    public abstract HarvestResult Harvest(Span<DirtyPage> pages);

    /// <inheritdoc/>
    public HarvestResult Harvest(DirtyBitmap bitmap, int maxEntries = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(bitmap);
        ArgumentOutOfRangeException.ThrowIfNegative(maxEntries);
        Unsafe.SkipInit(out PageChunk pages);
        Span<DirtyPage> chunk = pages;
        int entries = 0;
        int outOfRange = 0;
        RefuseInBurst();
        while (true)
        {
            _isPart = true;
            Span<DirtyPage> wanted = chunk[..Math.Min(PagesPerChunk, maxEntries - entries)];
            HarvestResult part = Harvest(wanted);
            _isPart = false;
            int notInBitmap = bitmap.Set(wanted[..part.Pages]);
            _cursor.OutOfRange += (uint)notInBitmap;
            entries += part.Entries;
            outOfRange += part.OutOfRange + notInBitmap;
            if (part.Entries < wanted.Length || entries == maxEntries)
            {
                if (RingTrace.WantsHarvests<TFence>())
                    Tell(entries, part.Entries < wanted.Length);
                HarvestStatus status = entries > 0 ? HarvestStatus.Harvested : part.Status;
                return new HarvestResult(status, entries, outOfRange, part.Ticket);
            }
        }
    }

    /// <inheritdoc/>
    public WaitStatus WaitForEntries(WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation = default)
    {
        // What is taken and kept back could be what a throttled producer waits for.
        RefuseInBurst();
        _ = Commit();
        return Wait<TFence>(this, Words.CollectorWaits, strategy, timeout, cancellation);
    }

    bool IWaitCondition.IsMet() => HasEntries();

    HarvestTicket IInPlaceCollector.Commit(ulong start, int entries)
    {
        if (IsDisposed)
            return default;
        if (start != _cursor.Harvested)
            throw new InvalidOperationException($"{_cursor.Harvested - start} entries were harvested after these were shown: they cannot be committed.");
        Enter();
        _cursor.Harvested += (uint)entries;
        HandOver();
        Leave();
        if (RingTrace.WantsHarvests<TFence>())
            Tell(entries, isDrained: false);
        return new HarvestTicket(RingId, _cursor.Harvested);
    }

    /// <summary>Hands entries over to the resetter: those from the cursor's <see cref="CollectorCursor.HandedOver"/>, which it moves.</summary>
    /// <param name="end">Position after the last; all before it are taken.</param>
    private protected abstract void HandOver(ulong end);

    /// <summary>Hands over what has been taken so far.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void HandOver()
    {
        if (_cursor.HandedOver != _cursor.Harvested)
            HandOver(_cursor.Harvested);
    }

    /// <summary>Ends a harvest.</summary>
    /// <param name="entries">Entries taken.</param>
    /// <param name="outOfRange">Those among them that name no page.</param>
    /// <param name="isDrained">Whether it ended for want of published entries.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected HarvestResult Result(int entries, int outOfRange, bool isDrained)
    {
        if (RingTrace.WantsHarvests<TFence>())
            Tell(entries, isDrained);
        HarvestStatus status = entries == 0 ? HarvestStatus.Empty : HarvestStatus.Harvested;
        return new HarvestResult(status, entries, outOfRange, new HarvestTicket(RingId, _cursor.Harvested));
    }

    /// <summary>Entries published and not harvested, as far as is known; -1 where it is not.</summary>
    private protected abstract int Backlog(bool isDrained);

    /// <summary>One of <see cref="RingDesigns"/>.</summary>
    private protected abstract string Design { get; }

    internal override string Side => "collector";

    internal override void AddTo(ref RingTotals totals)
    {
        totals.Design = Design;
        totals.IsShared = typeof(TFence) == typeof(SharedFencePoints);
        totals.Harvested = (long)Harvested;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Tell(int entries, bool isDrained)
    {
        if (entries > 0 && !_isPart)
            RingTrace.Harvested(Memory, entries, Harvested, Backlog(isDrained));
    }

    private protected abstract bool HasEntries();

    private protected override void Retire()
    {
    }

    /// <summary>Entries from the cursor to the end of the memory, at most as many as given.</summary>
    private protected int FirstRun(int count) => (int)Math.Min((uint)count, Mask + 1 - ((uint)_cursor.Harvested & Mask));

    /// <summary>Pages on the stack. Not a stackalloc: the JIT compiles a method with one once, before it knows what tier 1 knows.</summary>
    [InlineArray(PagesPerChunk)]
    private struct PageChunk
    {
        private DirtyPage _first;
    }
}
