using System;
using System.Runtime.CompilerServices;
using System.Threading;
using RingCore.Layouts;

namespace RingCore;

/// <summary>What the collectors of all designs have in common: the cursor, harvests into a bitmap, and the wait for entries.</summary>
/// <typeparam name="TFence">The door to shared memory.</typeparam>
public abstract unsafe class RingCollector<TFence> : RingHandle, IDirtyCollector, IInPlaceCollector, IWaitCondition
    where TFence : IFencePoints
{
    private const int PagesPerChunk = 128;

    private CollectorCursor _cursor;

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
        while (true)
        {
            Span<DirtyPage> wanted = chunk[..Math.Min(PagesPerChunk, maxEntries - entries)];
            HarvestResult part = Harvest(wanted);
            int notInBitmap = bitmap.Set(wanted[..part.Pages]);
            _cursor.OutOfRange += (uint)notInBitmap;
            entries += part.Entries;
            outOfRange += part.OutOfRange + notInBitmap;
            if (part.Entries < wanted.Length || entries == maxEntries)
            {
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

    private protected HarvestResult Result(int entries, int outOfRange) => new(
        entries == 0 ? HarvestStatus.Empty : HarvestStatus.Harvested, entries, outOfRange, new HarvestTicket(RingId, _cursor.Harvested));

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
