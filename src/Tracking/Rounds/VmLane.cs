using System;
using System.Numerics;
using RingCore.Layouts;

namespace RingCore.Tracking;

/// <summary>
/// The way of pages that no writer pushes: marks, then the VM ring, which many threads share, then the bitmap. Never throttled.
/// </summary>
internal sealed unsafe class VmLane : IDisposable
{
    private readonly MarkBitmap<CoherentFencePoints> _marks;
    private readonly OverflowBitmap<CoherentFencePoints> _overflow;
    private readonly MarksInProgress<CoherentFencePoints> _inProgress;
    private readonly SlotTable _slots;
    private readonly VmDirtyRing _ring;

    /// <summary>Makes the ring.</summary>
    internal VmLane(TrackerMemory memory, TrackerOptions options)
    {
        _marks = new MarkBitmap<CoherentFencePoints>(memory.Marks);
        _overflow = new OverflowBitmap<CoherentFencePoints>(memory.Hint, memory.Overflow, memory.Pages);
        _inProgress = new MarksInProgress<CoherentFencePoints>(memory.InProgress);
        _slots = memory.Tracked.Slots;
        _ring = new VmDirtyRing(options.VmEntries, options.ReservedEntries, _slots);
    }

    /// <summary>Whether some thread may have set a mark whose page it has not pushed yet. Before a drain.</summary>
    internal bool IsMarking => _inProgress.Any;

    /// <summary>Marks and pushes pages of one word. Any thread, after the pages were written.</summary>
    /// <returns>True where the ring wants to be drained.</returns>
    internal bool Mark(long word, ulong mask)
    {
        if (_marks.AreSet(word, mask))
            return false;
        bool isSoftFull = false;
        _inProgress.BeginShared();
        for (ulong mine = _marks.Set(word, mask); mine != 0; mine &= mine - 1)
        {
            _ = _slots.TryFind(((ulong)word << 6) + (ulong)BitOperations.TrailingZeroCount(mine), out DirtyPage page);
            PushStatus status = _ring.Producer.Push(page);
            isSoftFull |= status != PushStatus.Published;
            if (status <= PushStatus.PublishedSoftFull)
                continue;
            _overflow.Add(word, mine);
            break;
        }

        _inProgress.EndShared();
        return isSoftFull;
    }

    /// <summary>Empties the ring. Under the collector's lock.</summary>
    internal void Drain(RingDrain<CoherentFencePoints> drain) => drain.Drain(_ring.Collector, _ring.Resetter, _ring.Geometry.Entries);

    /// <summary>Ends the ring.</summary>
    public void Dispose() => _ring.Dispose();
}
