using System;
using System.Threading;
using RingCore.Layouts;

namespace RingCore;

/// <summary>What the resetters of all designs have in common: the frame of a reset, and the word that tells the producer.</summary>
/// <typeparam name="TFence">The door to shared memory.</typeparam>
public abstract unsafe class RingResetter<TFence> : RingHandle
    where TFence : IFencePoints
{
    private ResetterCursor _cursor;
    private bool _inReset;

    private protected RingResetter(RingMemory memory)
        : base(memory)
    {
        _cursor.Reset = memory.FirstPosition;
    }

    /// <summary>Entries reset since the ring was made.</summary>
    public ulong EntriesReset => _cursor.Reset - FirstPosition;

    /// <summary>Entries reset that named no page of the slot table.</summary>
    public ulong OutOfRange => _cursor.OutOfRange;

    /// <summary>Resets refused because of what the collector had written.</summary>
    public ulong Violations => _cursor.Violations;

    private protected ref ResetterCursor Cursor => ref _cursor;

    private protected override void Retire() => RefuseWithinSink("disposed");

    /// <summary>Resets at most <paramref name="available"/> of a design's entries, and tells the producer.</summary>
    private protected ResetResult Run<TEntries, TSink>(
        TEntries entries, uint available, ref TSink sink, int maxEntries, CancellationToken cancellation)
        where TEntries : struct, IResettableEntries
        where TSink : IResetSink, allows ref struct
    {
        RefuseWithinSink("used");
        _inReset = true;
        ulong start = _cursor.Reset;
        ulong outOfRange = _cursor.OutOfRange;
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
            _inReset = false;
        }

        if (status == ResetStatus.LimitReached && limit == available)
            status = ResetStatus.Complete;
        return Result(status, (int)(_cursor.Reset - start), (int)(_cursor.OutOfRange - outOfRange));
    }

    /// <summary>A sink that resets again would free entries under the reset that called it; one that disposes would free the memory.</summary>
    private void RefuseWithinSink(string what)
    {
        if (_inReset)
            throw new InvalidOperationException($"A resetter cannot be {what} from within its own sink.");
    }

    private protected ResetResult Result(ResetStatus status, int entries, int outOfRange) =>
        new(status, entries, outOfRange, RingId, _cursor.Reset);
}
