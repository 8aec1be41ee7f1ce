using System.Diagnostics;

namespace RingCore.Tracking;

/*
 * The life of a page, and where it stands at each moment:
 *
 *   writer:     data, mark, push            a ring, or the overflow bitmap
 *   drain:      harvest -> Admit -> ring reset          the open set       (in the set before its entry is freed)
 *   collect:    Close                                   the in-flight set
 *   reset:      Rearm: clear marks, fence               the in-flight set  (from here on a write is reported again)
 *   read
 *   commit:     Retire                                  nowhere: its consumer has it
 *   otherwise:  Return: mark again                      the open set again
 *
 * A ring is reset as soon as it is harvested, in the middle of a round, so that a writer of more pages than its ring holds is never held
 * up by the end of a round that it must bring about itself. The marks are cleared only at the round's reset: that is what re-arms the
 * pages, and until then a further write to one finds the mark set and is part of the round, so that a page is pushed once per round.
 */

/// <summary>
/// The open round's pages and those of the round in flight, over words that outlive this object: a successor over the same words starts
/// with what its predecessor had not committed. Belongs to whoever holds the collector's lock.
/// </summary>
/// <typeparam name="TFence">The door to the words.</typeparam>
internal sealed unsafe class RoundSets<TFence>
    where TFence : IFencePoints
{
    private readonly MarkBitmap<TFence> _marks;
    private readonly OverflowBitmap<TFence> _overflow;
    private readonly long _pages;
    private PageSet<TFence> _open;

    /// <summary>Takes over: what was in flight is open again, and every overflow word is looked at once.</summary>
    internal RoundSets(TrackerMemory memory)
    {
        _pages = memory.Pages;
        _marks = new MarkBitmap<TFence>(memory.Marks);
        _overflow = new OverflowBitmap<TFence>(memory.Hint, memory.Overflow, memory.Pages);
        _open = new PageSet<TFence>(memory.Open, memory.Pages);
        InFlight = new PageSet<TFence>(memory.InFlight, memory.Pages);
        InFlight.MoveInto(_open);
        _overflow.SuspectAll();
    }

    /// <summary>The pages of the round that has been collected and not yet committed or returned.</summary>
    internal PageSet<TFence> InFlight { get; private set; }

    /// <summary>Pages of the open round so far.</summary>
    internal long OpenPages => _open.Count;

    /// <summary>Takes a harvested page into the open round; before its ring entry is reset.</summary>
    internal void Admit(ulong gfn) => _ = _open.Add((long)gfn);

    /// <summary>Takes the overflow bitmap's pages into the open round.</summary>
    /// <returns>Pages that were there.</returns>
    internal long AdmitOverflow() => _overflow.DrainInto(_open);

    /// <summary>Takes every marked page into the open round, wherever it is on its way. Costs a look at the marks of all memory.</summary>
    internal void AdmitMarked() => _marks.CopyInto(_open, _pages);

    /// <summary>
    /// Closes the open round: its pages are in flight, and the next round is open. The sets change roles, which no successor needs to know:
    /// it takes the pages of both.
    /// </summary>
    internal void Close()
    {
        Debug.Assert(InFlight.Count == 0, "A round was closed while another was in flight.");
        (_open, InFlight) = (InFlight, _open);
    }

    /// <summary>Re-arms the pages in flight: afterwards they may be read.</summary>
    internal void Rearm() => _marks.Rearm(InFlight);

    /// <summary>Forgets the pages in flight: their consumer has them.</summary>
    internal void Retire() => InFlight.Clear();

    /// <summary>Puts the pages in flight back into the open round.</summary>
    internal void Return()
    {
        _marks.Restore(InFlight);
        InFlight.MoveInto(_open);
    }
}
