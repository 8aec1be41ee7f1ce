using System;
using RingCore.Diagnostics;
using RingCore.Layouts;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.Tests;

/// <summary>What a ring costs: its entries and at most 2 KiB, and nothing per operation.</summary>
public class MemoryTests(ITestOutputHelper output)
{
    private const int Entries = 4096;

    private static readonly WaitStrategy[] s_strategies = Enum.GetValues<WaitStrategy>();

    private static readonly TimeSpan s_noTime = TimeSpan.Zero;

    [Theory]
    [InlineData(RingDesign.Flagged)]
    [InlineData(RingDesign.FlaggedPages)]
    [InlineData(RingDesign.Indexed)]
    [InlineData(RingDesign.Vm)]
    [InlineData(RingDesign.Packed)]
    public void A_ring_costs_its_entries_and_at_most_2_KiB(RingDesign design)
    {
        Make(design).Dispose(); // what is made once for all rings is made now
        long native = 0;
        long entries = 0;
        long managed = Allocated.Least(() =>
        {
            using IDirtyRing ring = Make(design);
            native = (long)((RingHandle)ring.Producer).Memory().NativeBytes;
            entries = ring.Geometry.Bytes;
        });
        output.WriteLine($"{managed} bytes on the heap, {native - entries} beside the entries, {LiveRings.BytesPerRing} in the table of live rings");
        Assert.True(native >= entries + RingControl.Bytes);
        Assert.InRange(managed + native - entries + LiveRings.BytesPerRing, 0, 2048);
    }

    [Theory]
    [EveryDesign]
    public void Pushes_harvests_resets_and_waits_that_do_not_sleep_allocate_nothing(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design, entries: 256, reserved: 8, TestPages.Slots);
        DirtyPage[] batch = TestPages.From(0, 100);
        DirtyPage[] pages = new DirtyPage[256];
        DirtyBitmap bitmap = new(TestPages.Slots);
        SilentSink sink = new();
        Lap(20); // the JIT's own allocations happen here
        int pushed = 0;
        Assert.Equal(0, Allocated.Least(() => pushed = Lap(200)));
        Assert.Equal(200 * (256 + 200), pushed);

        int Lap(int laps)
        {
            int total = 0;
            for (int i = 0; i < laps; i++)
            {
                foreach (WaitStrategy strategy in s_strategies)
                    Ensure(ring.Producer.WaitForSpace(strategy, s_noTime) == WaitStatus.Ready);
                while (ring.Producer.Push(batch[total % 100]) <= PushStatus.PublishedSoftFull)
                    total++;
                Ensure(ring.Producer.WaitForSpace(WaitStrategy.Spin, s_noTime) == WaitStatus.TimedOut);
                foreach (WaitStrategy strategy in s_strategies)
                    Ensure(ring.Collector.WaitForEntries(strategy, s_noTime) == WaitStatus.Ready);
                Ensure(ring.Collector.Harvest(pages.AsSpan(0, 100)).Entries == 100);
                Ensure(ring.Collector.Harvest(bitmap).Entries == 156);
                Ensure(ring.Resetter.Reset(ref sink, 200).Entries == 200);
                Ensure(ring.Resetter.Reset(ref sink).Entries == 56);
                total += ring.Producer.Push(batch).Pushed;
                total += ring.Producer.Push(batch).Pushed;
                Ensure(ring.Collector.Harvest(pages).Ticket != default);
                Ensure(ring.Resetter.Reset(ref sink).Entries == 200);
            }

            return total;
        }
    }

    [Fact]
    public void In_place_harvests_allocate_nothing()
    {
        using FlaggedDirtyRing flagged = new(64, 0);
        using FlaggedPageRing pages = new(64, TestPages.Slots, 0);
        using IndexedDirtyRing indexed = new(64, 0);
        using PackedDirtyRing packed = new(65, 0);
        DirtyPage[] batch = TestPages.From(0, 40);
        SilentSink sink = new();
        Lap(20);
        Assert.Equal(0, Allocated.Least(() => Lap(200)));

        void Lap(int laps)
        {
            for (int i = 0; i < laps; i++)
            {
                flagged.Producer.Push(batch);
                flagged.Collector.HarvestInPlace(40).Commit(40);
                Ensure(flagged.Resetter.Reset(ref sink).Entries == 40);
                pages.Producer.Push(batch);
                pages.Collector.HarvestInPlace(40).Commit(40);
                Ensure(pages.Resetter.Reset(ref sink).Entries == 40);
                indexed.Producer.Push(batch);
                indexed.Collector.HarvestInPlace(40).Commit(40);
                Ensure(indexed.Resetter.Reset(ref sink).Entries == 40);
                packed.Producer.Push(batch);
                packed.Collector.HarvestInPlace(40).Commit(40);
                Ensure(packed.Resetter.Reset(ref sink).Entries == 40);
            }
        }
    }

    private static IDirtyRing Make(RingDesign design) => design switch
    {
        RingDesign.Flagged => new FlaggedDirtyRing(Entries),
        RingDesign.FlaggedPages => new FlaggedPageRing(Entries, TestPages.Slots),
        RingDesign.Indexed => new IndexedDirtyRing(Entries),
        RingDesign.Packed => new PackedDirtyRing(Entries),
        _ => new VmDirtyRing(Entries),
    };

    /// <summary>An assertion that allocates nothing while it holds.</summary>
    private static void Ensure(bool holds)
    {
        if (!holds)
            Assert.Fail("An operation did not do what this test counts on.");
    }

    private struct SilentSink : IResetSink
    {
        public ulong Masks { get; private set; }

        public void ResetPages(uint slot, ulong offset, ulong mask) => Masks ^= mask;
    }
}
