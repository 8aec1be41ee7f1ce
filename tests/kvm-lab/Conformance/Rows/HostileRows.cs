using System.Collections.Generic;
using RingCore.Layouts;
using static RingCore.KvmLab.Pages;

namespace RingCore.KvmLab;

/// <summary>A collector that writes into entries what it should not.</summary>
internal static class HostileRows
{
    private const int Last = IWriterRing.SlotPages - 1;

    public static IEnumerable<Row> All =>
    [
        Row.Of("Both flags count as harvested", "1", ring => Marked(ring, EntryState.Dirty | EntryState.Reset)),
        Row.Of("The harvested flag alone counts", "1", ring => Marked(ring, EntryState.Reset)),
        Row.Of("Other bits beside the harvested flag are ignored", "1", ring => Marked(ring, 0xFFFF_FFFE)),
        Row.Of("Other bits without it are not a harvest", "0", ring => Marked(ring, 0xFFFF_FFFD)),
        Row.Of("A cleared entry is not harvested", "0", ring => Marked(ring, EntryState.Free)),
        Row.Of("A slot that does not exist: counted, and the real page goes unlogged", "reset 1, then not pushed", ring => Forged(ring, new DirtyPage(7, 5))),
        Row.Of("An address space that does not exist: the same", "reset 1, then not pushed", ring => Forged(ring, new DirtyPage(0x5_0001, 5))),
        Row.Of("An offset beyond the slot: the same", "reset 1, then not pushed", ring => Forged(ring, Page(IWriterRing.SlotPages))),
        Row.Of("The highest offset: the same", "reset 1, then not pushed", ring => Forged(ring, new DirtyPage(1, ulong.MaxValue))),
        Row.Of("Another page's number: that page is armed, the real one goes unlogged", "reset 1, then not pushed", ring => Forged(ring, Page(6))),
        Row.Of("An honest entry, for comparison", "reset 1, then pushed", ring => Forged(ring, Page(5))),
        Row.Of("One bad offset in a batch", "reset 2, the good page is dropped with it", ring =>
        {
            ring.Write(Last, 3);
            ring.SetPage(1, Page(Last + 4));
            return Batch(ring, good: Last);
        }) with
        {
            Here = "reset 2, the good page is armed",
            Why = "RingCore validates before it coalesces: a bad entry costs its own page and no neighbour's.",
        },
        Row.Of("Offsets 2^64 - 63 and 0, 63 apart by wrap alone (CVE-2026-52969)", "reset 2, the good page is dropped with it", ring =>
        {
            ring.Write(3, 0);
            ring.SetPage(0, new DirtyPage(1, ulong.MaxValue - 62));
            return Batch(ring, good: 0);
        }) with
        {
            Here = "reset 2, the good page is armed",
            Why = "RingCore compares offsets without wrapping, so that the two are no neighbours.",
        },
    ];

    private static string Marked(IWriterRing ring, uint flags)
    {
        ring.Write(5);
        ring.SetFlags(0, flags);
        return $"{ring.Reset()}";
    }

    /// <summary>Page 5 is written, its entry names another page, and page 5 is written again.</summary>
    private static string Forged(IWriterRing ring, DirtyPage page)
    {
        ring.Write(5);
        ring.SetPage(0, page);
        ring.SetFlags(0, Harvested);
        int reset = ring.Reset();
        ring.Write(5);
        return $"reset {reset}, then {(IsPushed(ring, 1) ? "pushed" : "not pushed")}";
    }

    private static string Batch(IWriterRing ring, int good)
    {
        ring.SetFlags(0, Harvested);
        ring.SetFlags(1, Harvested);
        int reset = ring.Reset();
        ring.Write(good);
        return $"reset {reset}, the good page is {(IsPushed(ring, 2) ? "armed" : "dropped with it")}";
    }

    // The collector has not seen these entries, and still stands at the first.
    private static bool IsPushed(IWriterRing ring, int index) => ring.Entry(index).Flags == EntryState.Dirty;
}
