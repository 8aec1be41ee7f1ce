using System;

namespace RingCore.Tracking;

/// <summary>What the two public stages of a round share. Belongs to the round's thread; only ending it takes the tracker's lock.</summary>
internal sealed unsafe class RoundInFlight : IRoundPages
{
    private readonly DirtyTracker _tracker;
    private readonly TrackerMemory _memory;
    private readonly PageSet<CoherentFencePoints> _pages;
    private bool _isOver;

    /// <summary>Keeps the memory until the round is over.</summary>
    internal RoundInFlight(DirtyTracker tracker, TrackerMemory memory, PageSet<CoherentFencePoints> pages, long number)
    {
        memory.AddUser();
        (_tracker, _memory, _pages, Number, Count) = (tracker, memory, pages, number, pages.Count);
    }

    /// <summary>1 for a tracker's first round.</summary>
    internal long Number { get; }

    /// <summary>Pages in the round.</summary>
    internal long Count { get; }

    /// <summary>The first word of pages at or after the given one, see <see cref="PageSet{TFence}.NextWord"/>.</summary>
    public long NextWord(long from, out ulong bits)
    {
        CheckOpen();
        return _pages.NextWord(from, out bits);
    }

    /// <summary>Clears the marks and fences.</summary>
    internal void Rearm()
    {
        CheckOpen();
        _tracker.Rearm();
    }

    /// <summary>The live bytes of a page of the round.</summary>
    internal ReadOnlySpan<byte> Read(ulong gfn)
    {
        CheckOpen();
        if (gfn >= (ulong)_memory.Pages || !_pages.Contains((long)gfn))
            throw new ArgumentOutOfRangeException(nameof(gfn), gfn, $"Page {gfn} is not among the {Count} pages of round {Number}.");
        byte* page = _memory.Tracked.Start + (gfn * TrackedMemory.PageBytes);
        CoherentFencePoints.FlushBeforeRead(page, TrackedMemory.PageBytes);
        return new ReadOnlySpan<byte>(page, TrackedMemory.PageBytes);
    }

    /// <summary>Retires the round.</summary>
    internal void Commit()
    {
        CheckOpen();
        End(isCommitted: true);
    }

    /// <summary>Returns the round's pages, unless it is over.</summary>
    internal void Return()
    {
        if (!_isOver)
            End(isCommitted: false);
    }

    /// <summary>Refuses a round that is over.</summary>
    public void CheckOpen()
    {
        if (_isOver)
            throw new InvalidOperationException($"Round {Number} is over.");
    }

    private void End(bool isCommitted)
    {
        _isOver = true;
        _tracker.End(isCommitted);
        _memory.RemoveUser();
    }
}
