using System;
using System.Linq;
using RingCore.Layouts;
using Coherent = RingCore.CoherentFencePoints;
using Fp = RingCore.Tracking.Tests.DelegatingFencePoints<RingCore.Tracking.Tests.Stopping>;

namespace RingCore.Tracking.Tests;

/// <summary>
/// A writer, its course of pages and a collector over a ring that is smaller than what is written; each page is a version number. The
/// collector's copy is what it committed.
/// </summary>
internal sealed unsafe class MortalProducer : IDisposable
{
    internal const long Pages = 4200;

    private const int Entries = 8;

    private readonly SlotTable _slots = new(new MemorySlot(0, 0, 100), new MemorySlot(7, 100, Pages - 100));
    private readonly int[] _versions;
    private readonly int[] _committed;
    private readonly PageCourse<Fp, TestPageRing> _course;
    private readonly DirtyPage[] _batch = new DirtyPage[Entries];
    private PageSet<Coherent> _harvested;
    private FlaggedDirtyRing _ring;
    private Words _harvestedWords;

    /// <summary>Takes over the record at an address; the first of all has a record of zeros.</summary>
    internal MortalProducer(byte* start, int[] versions, int[] committed)
    {
        (_versions, _committed) = (versions, committed);
        if (!TrackerRecord<Fp>.IsRecord(start, Pages))
            TrackerRecord<Fp>.Begin(start, Pages, image: 1, isEverythingDirty: false);
        _course = new PageCourse<Fp, TestPageRing>(new TrackerRecord<Fp>(start, Pages), _slots, Pages);
        (_ring, _harvestedWords, _harvested) = NewCollector();
    }

    /// <summary>Words of a record.</summary>
    internal static long RecordWords => TrackerRecord<Fp>.BytesFor(Pages) / sizeof(ulong);

    /// <summary>Writes pages and marks what was announced, or less.</summary>
    internal void Write(ulong gfn, int pages, int marked)
    {
        _course.Intend(gfn, pages);
        for (int i = 0; i < pages; i++)
        {
            Stopping.Step();
            _versions[(int)gfn + i]++;
        }

        Mark(gfn, marked);
        _course.EndIntent(gfn, marked);
    }

    /// <summary>Marks pages that were not announced.</summary>
    internal void Mark(ulong gfn, int pages)
    {
        long ignored = 0;
        WordRuns runs = new(gfn, pages);
        while (runs.Next())
            _ = _course.Mark(runs.Word, runs.Mask, ref ignored);
    }

    /// <summary>The collector harvests a little, the producer resets it.</summary>
    internal void Serve(int entries)
    {
        Harvest(entries);
        _ = _course.Reset();
    }

    /// <summary>A whole round: empty the ring and the waiting list, close, copy; then the collector commits, or does not.</summary>
    internal void Round(bool commits)
    {
        for (int i = 0; _course.Marked > 0; i++)
        {
            if (i > Pages)
                throw new InvalidOperationException($"{_course.Marked} pages are marked and do not come.");
            _course.PushPending();
            Serve(Entries);
        }

        _ = _course.Close();
        if (commits)
        {
            foreach (int page in Enumerable.Range(0, (int)Pages).Where(page => _harvested.Contains(page)))
                _committed[page] = _versions[page];
            _harvested.Clear();
        }

        _course.End(commits);
    }

    /// <summary>The collector is gone, and another comes with a ring of its own; it has what the first committed.</summary>
    internal void ReplaceCollector()
    {
        _course.Detach();
        _ring.Dispose();
        _harvestedWords.Dispose();
        (_ring, _harvestedWords, _harvested) = NewCollector();
    }

    /// <summary>The first page whose last write is in no committed round and that the record does not have; -1 where there is none.</summary>
    internal static long Lost(byte* start, int[] versions, int[] committed)
    {
        TrackerRecord<Coherent> record = new(start, Pages);
        for (int page = 0; page < Pages; page++)
        {
            if (versions[page] != committed[page] && !record.Has(page))
                return page;
        }

        return -1;
    }

    public void Dispose()
    {
        _course.Dispose();
        _ring.Dispose();
        _harvestedWords.Dispose();
    }

    private void Harvest(int entries)
    {
        HarvestResult harvest = _ring.Collector.Harvest(_batch.AsSpan(0, entries));
        foreach (DirtyPage page in _batch.AsSpan(0, harvest.Pages))
        {
            _ = _slots.TryGetGfn(page.Slot, page.Offset, out ulong gfn);
            _ = _harvested.Add((long)gfn);
        }
    }

    private (FlaggedDirtyRing Ring, Words Words, PageSet<Coherent> Set) NewCollector()
    {
        FlaggedDirtyRing ring = new(Entries, reservedEntries: 2, _slots);
        _course.Attach(new TestPageRing(ring));
        Words words = new(PageSet<Coherent>.WordsFor(Pages));
        return (ring, words, new PageSet<Coherent>(words.Start, Pages));
    }
}
