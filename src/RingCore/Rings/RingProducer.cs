using System;
using System.Numerics;
using System.Threading;
using RingCore.Diagnostics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>What the producers of all designs have in common: the count of what is used, and the wait for space.</summary>
/// <remarks>Used is published minus reset: harvesting frees nothing.</remarks>
/// <typeparam name="TFence">The door to shared memory.</typeparam>
public abstract unsafe class RingProducer<TFence> : RingHandle, IWaitCondition
    where TFence : IFencePoints
{
    private readonly uint _softLimit;
    private ProducerCursor _cursor;

    /// <param name="memory">The ring's memory.</param>
    /// <param name="byLaps">Whether no limit may lie beyond the end of a lap: all entries up to it then stand behind each other.</param>
    private protected RingProducer(RingMemory memory, bool byLaps)
        : base(memory)
    {
        CollectorWaits = memory.Words.CollectorWaits;
        Mask = memory.Geometry.Mask;
        _softLimit = (uint)memory.Geometry.SoftLimitEntries;
        IsByLaps = byLaps;
        _cursor.Published = memory.FirstPosition;
        _cursor.ResetSeen = memory.FirstPosition;
        StartLap((uint)memory.FirstPosition >> BitOperations.PopCount(Mask), (memory.FirstPosition | Mask) + 1);
    }

    /// <summary>Entries published since the ring was made.</summary>
    public ulong Published => _cursor.Published - FirstPosition;

    /// <summary>Pushes refused because the ring was full; a batch counts once.</summary>
    public ulong Refused => _cursor.Refused;

    internal override ulong Position => _cursor.Published;

    private protected override string LookText => $"producer: {Published} published, {Refused} refused{(IsDisposed ? ", disposed" : "")}";

    /// <summary>The collector's request to be woken, looked at with each push.</summary>
    private protected uint* CollectorWaits { get; }

    /// <summary>The number of entries less one: a mask but in packed rings.</summary>
    private protected uint Mask { get; }

    private protected uint SoftLimit => _softLimit;

    private protected ref ProducerCursor Cursor => ref _cursor;

    /// <inheritdoc cref="IDirtyProducer.WaitForSpace"/>
    public WaitStatus WaitForSpace(WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation = default) =>
        Wait<TFence>(this, Words.ProducerWaits, strategy, timeout, cancellation);

    bool IWaitCondition.IsMet() => RefreshUsed() < _softLimit;

    /// <summary>Every push comes to the limit, and finds the handle disposed there.</summary>
    private protected override void Retire()
    {
        _cursor.Limit = _cursor.Published;
        if (RingTrace.EndsSoftFull<TFence>())
            RingTrace.NotSoftFull(Memory);
    }

    /// <summary>One of <see cref="RingDesigns"/>.</summary>
    private protected abstract string Design { get; }

    internal override void AddTo(ref RingTotals totals)
    {
        totals.Design = Design;
        totals.IsShared = typeof(TFence) == typeof(SharedFencePoints);
        totals.Published = (long)Published;
        totals.Refused = (long)Refused;
    }

    /// <summary>A push has reached the soft limit, or found it reached: the next one looks again.</summary>
    private protected void StayAtLimit(uint used)
    {
        _cursor.Limit = _cursor.Published;
        if (RingTrace.WantsSoftFull<TFence>())
            RingTrace.SoftFull(Memory, used);
    }

    /// <summary>A push was refused.</summary>
    private protected void CountRefused()
    {
        _cursor.Refused++;
        if (RingTrace.IsOn)
            RingTrace.RefusedFull(Memory, (long)Published, (long)Refused);
    }

    /// <summary>Entries published and not yet reset, by the resetter's latest word.</summary>
    private protected uint RefreshUsed()
    {
        uint* index = Words.Reset;
        TFence.FlushBeforeRead(index, sizeof(uint));
        uint reset = TFence.LoadAcquire(index); // (P2) pairs with (R2), Resetter
        uint used = (uint)_cursor.Published - reset;
        bool wasSoftFull = _cursor.Published - _cursor.ResetSeen >= _softLimit;
        _cursor.ResetSeen = _cursor.Published - used;
        MoveLimit();
        if (wasSoftFull && used < _softLimit && RingTrace.EndsSoftFull<TFence>())
            RingTrace.NotSoftFull(Memory);
        return used;
    }

    /// <summary>Sets the lap that a ring starts in.</summary>
    /// <param name="lap">Its number.</param>
    /// <param name="end">Position after its last entry.</param>
    private protected void StartLap(uint lap, ulong end)
    {
        (_cursor.Lap, _cursor.LapEnd) = (lap, (uint)end);
        MoveLimit();
    }

    /// <summary>Every push short of the one that reaches the soft limit needs no look at the resetter's index.</summary>
    private void MoveLimit()
    {
        _cursor.Limit = Math.Max(_cursor.ResetSeen + _softLimit - 1, _cursor.Published);
        if (!IsByLaps)
            return;
        uint toEnd = _cursor.LapEnd - (uint)_cursor.Published;
        if (toEnd == 0)
        {
            toEnd = Mask + 1;
            _cursor.LapEnd += toEnd;
            _cursor.Lap = (_cursor.Lap + 1) & (uint.MaxValue >> BitOperations.PopCount(Mask)); // as from 32 bits of the position
        }

        _cursor.Limit = Math.Min(_cursor.Limit, _cursor.Published + toEnd);
    }
}
