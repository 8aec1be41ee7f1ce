using System;
using System.Numerics;
using RingCore.Layouts;

namespace RingCore.Tracking;

/// <summary>
/// The way of a written page on the producer's side: intent, mark, ring or waiting list, open round, round in flight. One thread. What must
/// outlive the process is in the record; which marked pages still wait for room in the ring is not: a successor has a new ring and finds
/// that all of them do.
/// </summary>
/// <typeparam name="TFence">The door to the record.</typeparam>
/// <typeparam name="TRing">The ring; its default has no room.</typeparam>
internal sealed unsafe class PageCourse<TFence, TRing> : IDisposable
    where TFence : IFencePoints
    where TRing : struct, IPageRing
{
    private readonly TrackerRecord<TFence> _record;
    private readonly SlotTable _slots;
    private readonly CountedBlock _block;
    private readonly PageSet<TFence> _pending;
    private readonly long _pages;
    private TRing _ring;

    /// <summary>Takes over what a predecessor left.</summary>
    internal PageCourse(TrackerRecord<TFence> record, SlotTable slots, long pages)
    {
        (_record, _slots, _pages) = (record, slots, pages);
        _block = new CountedBlock(PageSet<TFence>.WordsFor(pages) * sizeof(ulong));
        _pending = new PageSet<TFence>((ulong*)_block.Start, pages);
        Detach();
        record.EndIntent();
    }

    /// <summary>Marked pages that are not in the ring.</summary>
    internal long Pending => _pending.Count;

    /// <summary>Marked pages: those in the ring and those that wait for room in it.</summary>
    internal long Marked => _record.Marked;

    /// <summary>Pages of the open round.</summary>
    internal long Open => _record.Open;

    /// <summary>Pages of the round in flight.</summary>
    internal long InFlight => _record.InFlight;

    /// <summary>Pages pushed so far.</summary>
    internal long Pushed { get; private set; }

    /// <summary>Takes a ring that holds nothing.</summary>
    internal void Attach(TRing ring) => _ring = ring;

    /// <summary>Lets go of the ring: everything that is not committed waits for the next.</summary>
    internal void Detach()
    {
        _ring = default;
        _record.Recover();
        _pending.Clear();
        _record.CopyMarksInto(_pending);
    }

    /// <summary>Announces a write. What was announced before and not marked is marked first.</summary>
    internal void Intend(ulong gfn, long pages)
    {
        MarkIntent();
        _record.Intend(gfn, pages);
    }

    /// <summary>Marks what is announced. The announcement stays: its write may be still to come.</summary>
    internal void MarkIntent()
    {
        (ulong first, long pages) = _record.Intent;
        long ignored = 0;
        WordRuns runs = new(first, pages);
        while (runs.Next())
            _ = Mark(runs.Word, runs.Mask, ref ignored);
    }

    /// <summary>Marks pages of one word, and brings the new ones on their way.</summary>
    /// <param name="word">Number of the word.</param>
    /// <param name="mask">Bit k stands for page 64 <paramref name="word"/> + k.</param>
    /// <param name="newPages">Counts the pages that were not marked.</param>
    /// <returns><see cref="PushStatus.Published"/>, or the status of a push that found the ring soft full, full or gone.</returns>
    internal PushStatus Mark(long word, ulong mask, ref long newPages)
    {
        PushStatus status = PushStatus.Published;
        ulong mine = _record.Mark(word, mask);
        newPages += BitOperations.PopCount(mine);
        for (; mine != 0; mine &= mine - 1)
        {
            PushStatus pushed = Push(word, BitOperations.TrailingZeroCount(mine));
            status = pushed > status ? pushed : status;
            if (pushed <= PushStatus.PublishedSoftFull)
                continue;
            _ = _pending.Add(word, mine);
            break;
        }

        return status;
    }

    /// <summary>Marks every page; those that were not marked wait.</summary>
    internal void MarkAll()
    {
        long ignored = 0;
        WordRuns runs = new(0, _pages);
        while (runs.Next())
            _ = Mark(runs.Word, runs.Mask, ref ignored);
    }

    /// <summary>Ends the announced write where it lies within pages that have been marked.</summary>
    internal void EndIntent(ulong gfn, long pages)
    {
        (ulong first, long count) = _record.Intent;
        if (count > 0 && first >= gfn && first - gfn + (ulong)count <= (ulong)pages)
            _record.EndIntent();
    }

    /// <summary>Frees what the collector has harvested, into the open round.</summary>
    internal ResetResult Reset()
    {
        OpenRoundSink<TFence> sink = new(_record, _slots);
        return _ring.Reset(ref sink);
    }

    /// <summary>Pushes pages that wait, until the ring is soft full.</summary>
    internal void PushPending()
    {
        for (long word = _pending.NextWord(0, out ulong bits); word >= 0; word = _pending.NextWord(word + 1, out bits))
        {
            for (; bits != 0; bits &= bits - 1)
            {
                PushStatus pushed = Push(word, BitOperations.TrailingZeroCount(bits));
                if (pushed > PushStatus.PublishedSoftFull)
                    return;
                _pending.Remove(word, bits & (0 - bits));
                if (pushed == PushStatus.PublishedSoftFull)
                    return;
            }
        }
    }

    /// <summary>Closes the open round. No page may be marked or in flight.</summary>
    /// <returns>Its number.</returns>
    internal ulong Close() => _record.Close();

    /// <summary>Ends the round in flight: its pages are the collector's, or open again.</summary>
    internal void End(bool isCommitted)
    {
        if (isCommitted)
            _record.Retire();
        else
            _record.Return();
    }

    /// <summary>Frees the waiting list.</summary>
    public void Dispose() => _block.RemoveUser();

    private PushStatus Push(long word, int bit)
    {
        _ = _slots.TryFind(((ulong)word << 6) + (ulong)bit, out DirtyPage page);
        PushStatus status = _ring.Push(page);
        if (status <= PushStatus.PublishedSoftFull)
            Pushed++;
        return status;
    }
}
