using System.Collections.Generic;
using System.Linq;
using RingCore.Layouts;
using static RingCore.KvmLab.Pages;

namespace RingCore.KvmLab;

/// <summary>The soft-full ring: who stops when, and what is reported twice.</summary>
internal static class FullRows
{
    private const int Published = 192; // 256 entries, 64 of them reserved

    public static IEnumerable<Row> All =>
    [
        Row.Of("A ring is soft full 64 entries before its end", "192 published, 193rd free", ring =>
        {
            ring.Write(Run(0, 300));
            return $"{CountPublished(ring, 256)} published, 193rd {(ring.Entry(Published).Flags == EntryState.Free ? "free" : "used")}";
        }),
        Row.Of("A ring of 1024 entries is soft full at 960", "959 written, 1 exit", ring => $"{ring.Write(Both())} written, {ring.FullExits} exit", 1024),
        Row.Of("The last entry's write has not happened yet", "191 written, page 191 holds 0", ring =>
            $"{ring.Write(Run(0, 300))} written, page 191 holds {ring.Content(Page(191))}"),
        Row.Of("A soft-full vCPU keeps coming out and makes no progress", "191 191 191, 4 exits", ring =>
        {
            ring.Write(Run(0, 300));
            return $"{ring.GoOn()} {ring.GoOn()} {ring.GoOn()}, {ring.FullExits} exits";
        }),
        Row.Of("A harvest alone frees nothing", "191, 2 exits", ring =>
        {
            ring.Write(Run(0, 300));
            ring.Harvest();
            return $"{ring.GoOn()}, {ring.FullExits} exits";
        }),
        Row.Of("A reset of one entry lets one more in", "192, 2 exits, entry 193 is page 192", ring =>
        {
            ring.Write(Run(0, 300));
            ring.Harvest(1);
            ring.Reset();
            int written = ring.GoOn();
            return $"{written}, {ring.FullExits} exits, entry 193 is page {ring.Entry(Published).Offset}";
        }),
        Row.Of("Each soft-full exit reports its last page twice, and no other", "301 entries of 300 pages, twice: 191", ring =>
        {
            ring.Write(Run(0, 300));
            List<DirtyPage> all = ring.Harvest();
            ring.Reset();
            int written = ring.GoOn();
            all.AddRange(ring.Harvest());
            IEnumerable<DirtyPage> twice = all.GroupBy(page => page).Where(group => group.Count() > 1).Select(group => group.Key);
            return $"{all.Count} entries of {written} pages, twice: {Offsets(twice)}";
        }),
        Row.Of("After the reset the delayed write happens", "page 191 holds 1", ring =>
        {
            ring.Write(Run(0, 300));
            ring.Harvest();
            ring.Reset();
            ring.GoOn();
            return $"page 191 holds {ring.Content(Page(191))}";
        }),
        Row.Of("The page of a full exit may hold its old value when it is read after the reset", "old 1, later 2", ring =>
        {
            ring.Write(191);
            ring.Harvest();
            ring.Reset();
            ring.Write(Run(0, 300), value: 2);
            ring.Harvest();
            ring.Reset();
            uint early = ring.Content(Page(191));
            ring.GoOn();
            return $"old {early}, later {ring.Content(Page(191))}";
        }),
    ];

    private static int CountPublished(IWriterRing ring, int entries) =>
        Enumerable.Range(0, entries).Count(i => ring.Entry(i).Flags == EntryState.Dirty);

    private static DirtyPage[] Both() =>
        [.. Run(0, IWriterRing.SlotPages), .. Enumerable.Range(0, IWriterRing.SlotPages).Select(i => new DirtyPage(2, (ulong)i))];
}
