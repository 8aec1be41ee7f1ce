using System.Collections.Generic;
using System.Linq;
using RingCore.Layouts;
using static RingCore.KvmLab.Pages;

namespace RingCore.KvmLab;

/// <summary>Entries and their states: publish, harvest, reset.</summary>
internal static class StateRows
{
    public static IEnumerable<Row> All =>
    [
        Row.Of("An entry is flags, slot, offset", "1 1 5", ring =>
        {
            ring.Write(5);
            return Text(ring.Entry(0));
        }),
        Row.Of("An entry names its slot", "1 2 7", ring =>
        {
            ring.Write([new DirtyPage(2, 7)]);
            return Text(ring.Entry(0));
        }),
        Row.Of("States go free, published, harvested, free", "0 1 2 0", ring =>
        {
            uint before = ring.Entry(0).Flags;
            ring.Write(5);
            uint published = ring.Entry(0).Flags;
            ring.Harvest();
            uint harvested = ring.Entry(0).Flags & EntryState.Reset; // bit 0 is ignored
            ring.Reset();
            return $"{before} {published} {harvested} {ring.Entry(0).Flags}";
        }),
        Row.Of("Pages come in the order of their first writes", "9 3 200 1", ring =>
        {
            ring.Write(9, 3, 200, 9, 1);
            return Offsets(ring.Harvest());
        }),
        Row.Of("A page that is written often is pushed once", "1", ring =>
        {
            ring.Write(5, 5, 5);
            return $"{ring.Harvest().Count}";
        }),
        Row.Of("A page that the host writes is not pushed", "0", ring =>
        {
            ring.HostWrite(Page(5));
            return $"{ring.Harvest().Count}";
        }),
        Row.Of("A page that the guest only reads, and that the host may write", "1", ring =>
        {
            ring.HostWrite(Page(5));
            ring.Read(Page(5));
            return $"{ring.Harvest().Count}";
        }) with
        {
            Here = "0",
            Why = "KVM maps a page writable on a read fault where the host's page is, and reports it then: too much, never too little. RingCore's "
                + "producer pushes what it is told.",
        },
        Row.Of("A page of a slot that is not logged is not pushed", "0", ring =>
        {
            ring.Write([new DirtyPage(0, 3)]);
            return $"{ring.Harvest().Count}";
        }),
        Row.Of("A harvest may take a part", "3, reset 3, then 7, reset 7", ring =>
        {
            ring.Write(Run(0, 10));
            int first = ring.Harvest(3).Count;
            int reset = ring.Reset();
            return $"{first}, reset {reset}, then {ring.Harvest().Count}, reset {ring.Reset()}";
        }),
        Row.Of("What is not harvested is not reset", "0", ring =>
        {
            ring.Write(Run(0, 10));
            return $"{ring.Reset()}";
        }),
        Row.Of("An empty ring resets nothing", "0", ring => $"{ring.Reset()}"),
        Row.Of("A page rewritten between harvest and reset is not reported again", "0 0", ring =>
        {
            ring.Write(5);
            ring.Harvest();
            ring.Write([Page(5)], value: 2);
            int before = ring.Harvest().Count;
            ring.Reset();
            return $"{before} {ring.Harvest().Count}";
        }),
        Row.Of("A page rewritten after its reset is reported again", "5", ring =>
        {
            ring.Write(5);
            ring.Harvest();
            ring.Reset();
            ring.Write([Page(5)], value: 2);
            return Offsets(ring.Harvest());
        }),
        Row.Of("A gap in the harvest is a gap in the reset", "2, then 2", ring =>
        {
            ring.Write(Run(0, 4));
            foreach (int i in (int[])[0, 1, 3])
                ring.SetFlags(i, Harvested);
            int before = ring.Reset();
            ring.SetFlags(2, Harvested);
            return $"{before}, then {ring.Reset()}";
        }),
        Row.Of("Indices wrap around the ring's end", "1000 in order, 1000 reset", ring =>
        {
            List<DirtyPage> harvested = [];
            int reset = 0;
            for (int lap = 0; lap < 10; lap++)
            {
                ring.Write(Run(lap * 17, 100));
                harvested.AddRange(ring.Harvest());
                reset += ring.Reset();
            }

            bool inOrder = harvested.SequenceEqual(Enumerable.Range(0, 10).SelectMany(lap => Run(lap * 17, 100)));
            return $"{harvested.Count} {(inOrder ? "in order" : "out of order")}, {reset} reset";
        }),
    ];

    private static string Text(KvmDirtyGfn entry) => $"{entry.Flags} {entry.Slot} {entry.Offset}";
}
