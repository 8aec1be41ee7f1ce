using System;
using System.Runtime.CompilerServices;
using System.Threading;
using RingCore.Diagnostics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>What the resetters of all designs have in common: the frame of a reset, and the word that tells the producer.</summary>
/// <typeparam name="TFence">The door to shared memory.</typeparam>
public abstract unsafe class RingResetter<TFence> : RingHandle
    where TFence : IFencePoints
{
    private ResetterCursor _cursor;

    /// <param name="memory">The ring's memory.</param>
    /// <param name="peerWritesEntries">Whether what the entries name may be the collector's doing.</param>
    private protected RingResetter(RingMemory memory, bool peerWritesEntries)
        : base(memory)
    {
        _cursor.Reset = memory.FirstPosition;
        _cursor.PeerWritesEntries = peerWritesEntries ? (byte)1 : (byte)0;
    }

    /// <summary>Entries reset since the ring was made.</summary>
    public ulong EntriesReset => _cursor.Reset - FirstPosition;

    /// <summary>Entries reset that named no page of the slot table.</summary>
    public ulong OutOfRange => _cursor.SlotOutOfRange + _cursor.OffsetOutOfRange;

    /// <summary>Resets that were refused, or ended early, because of what the collector had written.</summary>
    public ulong Violations => (ulong)_cursor.Rewound + _cursor.Overran + _cursor.WrongState + _cursor.Gap;

    /// <summary>What the collector was found to do wrong, by kind.</summary>
    public PeerViolations PeerViolations => new(
        _cursor.Rewound,
        _cursor.Overran,
        _cursor.WrongState,
        _cursor.Gap,
        _cursor.PeerWritesEntries == 0 ? 0 : _cursor.SlotOutOfRange,
        _cursor.PeerWritesEntries == 0 ? 0 : _cursor.OffsetOutOfRange,
        (PeerViolation)_cursor.Last,
        _cursor.Last == 0 ? 0 : (long)(_cursor.LastPosition - FirstPosition));

    internal override ulong Position => _cursor.Reset;

    private protected override string LookText => $"resetter: {EntriesReset} reset, {Violations} violations{(IsDisposed ? ", disposed" : "")}";

    private protected ref ResetterCursor Cursor => ref _cursor;

    private protected override void Retire() => RefuseWithinSink("disposed");

    internal override void AddTo(ref RingTotals totals)
    {
        totals.Reset = (long)EntriesReset;
        totals.Violations = PeerViolations;
    }

    /// <summary>Resets at most <paramref name="available"/> of a design's entries, and tells the producer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // A call more would copy the entries, per batch.
    private protected ResetResult ResetUpTo<TEntries, TSink>(
        TEntries entries, uint available, ref TSink sink, int maxEntries, CancellationToken cancellation)
        where TEntries : struct, IResettableEntries
        where TSink : IResetSink, allows ref struct
    {
        RefuseWithinSink("used");
        return RingTrace.WantsResets<TFence>()
            ? RunCounted(entries, available, ref sink, maxEntries, cancellation)
            : Run(entries, available, ref sink, maxEntries, cancellation);
    }

    /// <summary>The same while somebody listens.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ResetResult RunCounted<TEntries, TSink>(
        TEntries entries, uint available, ref TSink sink, int maxEntries, CancellationToken cancellation)
        where TEntries : struct, IResettableEntries
        where TSink : IResetSink, allows ref struct
    {
        PeerViolations before = PeerViolations;
        CountedSink<TSink> counted = new(ref sink);
        ResetResult result = Run(entries, available, ref counted, maxEntries, cancellation);
        if (result.Entries > 0)
            RingTrace.Reset(Memory, result.Entries, EntriesReset, counted.Calls, counted.WidestMaskBits, counted.Pages);
        PeerViolations after = PeerViolations;
        if (after.SlotOutOfRange != before.SlotOutOfRange)
            TellOutOfRange(PeerViolation.SlotOutOfRange, after);
        if (after.OffsetOutOfRange != before.OffsetOutOfRange)
            TellOutOfRange(PeerViolation.OffsetOutOfRange, after);
        return result;
    }

    /// <summary>One event per reset and kind; only the place of the last violation is known.</summary>
    private void TellOutOfRange(PeerViolation kind, PeerViolations found) =>
        RingTrace.PeerViolated(Memory, kind, found.Last == kind ? found.LastPosition : -1, found.Total);

    private ResetResult Run<TEntries, TSink>(
        TEntries entries, uint available, ref TSink sink, int maxEntries, CancellationToken cancellation)
        where TEntries : struct, IResettableEntries
        where TSink : IResetSink, allows ref struct
    {
        IsInReset = true;
        ulong start = _cursor.Reset;
        ulong outOfRange = OutOfRange;
        uint limit = Math.Min((uint)maxEntries, available);
        ResetStatus status;
        try
        {
            status = ResetLoop.Run(entries, ref _cursor, ref sink, start + limit, cancellation);
        }
        finally
        {
            // Also after an exception from the sink: what was freed before it is free.
            TFence.StoreRelease(Words.Reset, (uint)_cursor.Reset); // (R2) pairs with (P2), Producer
            TFence.FlushAfterWrite(Words.Reset, sizeof(uint));
            Waiter.WakeIfWaiting<TFence>(Words.ProducerWaits);
            IsInReset = false;
        }

        if (status == ResetStatus.LimitReached && limit == available)
            status = ResetStatus.Complete;
        return Result(status, (int)(_cursor.Reset - start), (int)(OutOfRange - outOfRange));
    }

    /// <summary>A sink that resets again would free entries under the reset that called it; one that disposes would free the memory.</summary>
    private void RefuseWithinSink(string what)
    {
        if (IsInReset)
            throw new InvalidOperationException($"A resetter cannot be {what} from within its own sink.");
    }

    /// <summary>Counts what the collector did wrong.</summary>
    /// <param name="counter">The counter of its kind.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="position">Where.</param>
    private protected void Note(ref uint counter, PeerViolation kind, ulong position)
    {
        if (counter != uint.MaxValue)
            counter++;
        (_cursor.Last, _cursor.LastPosition) = ((byte)kind, position);
        if (RingTrace.IsOn)
            RingTrace.PeerViolated(Memory, kind, (long)(position - FirstPosition), PeerViolations.Total);
    }

    private protected ResetResult Result(ResetStatus status, int entries, int outOfRange) =>
        new(status, entries, outOfRange, RingId, _cursor.Reset);
}
