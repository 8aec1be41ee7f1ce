using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>Coalescing as the kernel does it: examples at every boundary, then random sequences against the model.</summary>
public class CoalescingTests
{
    private const ulong Last = ulong.MaxValue;

    private static readonly ulong[] s_anchors = [0, 1, 63, 64, 1000, 1UL << 32, 1UL << 63, Last - 128, Last - 63, Last - 62, Last];
    private static readonly int[] s_steps = [0, 1, -1, 2, -2, 31, 32, 33, 61, 62, 63, 64, 65, -31, -32, -33, -62, -63, -64, -65];

    [Theory]
    [InlineData(new ulong[] { 100, 100 }, new ulong[] { 100, 1 })] // a duplicate
    [InlineData(new ulong[] { 100, 163 }, new ulong[] { 100, 0x8000_0000_0000_0001 })] // 63 ahead
    [InlineData(new ulong[] { 100, 164 }, new ulong[] { 100, 1, 164, 1 })] // 64 ahead
    [InlineData(new ulong[] { 163, 100 }, new ulong[] { 100, 0x8000_0000_0000_0001 })] // 63 behind
    [InlineData(new ulong[] { 164, 100 }, new ulong[] { 164, 1, 100, 1 })] // 64 behind
    [InlineData(new ulong[] { 100, 163, 99 }, new ulong[] { 100, 0x8000_0000_0000_0001, 99, 1 })] // the shift would lose bit 63
    [InlineData(new ulong[] { 100, 162, 99 }, new ulong[] { 99, 0x8000_0000_0000_0003 })] // the shift fills bit 63
    [InlineData(new ulong[] { 100, 162, 98 }, new ulong[] { 100, 0x4000_0000_0000_0001, 98, 1 })] // the shift would lose bit 62
    [InlineData(new ulong[] { 100, 99, 98, 99 }, new ulong[] { 98, 0b111 })]
    [InlineData(new ulong[] { 0, 63, 64 }, new ulong[] { 0, 0x8000_0000_0000_0001, 64, 1 })]
    [InlineData(new ulong[] { Last - 62, 0 }, new ulong[] { Last - 62, 1, 0, 1 })] // 0xff…c1 then 0: 63 apart by wrap alone (CVE-2026-52969)
    [InlineData(new ulong[] { 0, Last - 62 }, new ulong[] { 0, 1, Last - 62, 1 })]
    [InlineData(new ulong[] { Last, 0 }, new ulong[] { Last, 1, 0, 1 })]
    [InlineData(new ulong[] { 0, Last }, new ulong[] { 0, 1, Last, 1 })]
    [InlineData(new ulong[] { Last - 62, Last }, new ulong[] { Last - 62, 0x4000_0000_0000_0001 })]
    [InlineData(new ulong[] { Last, Last - 63 }, new ulong[] { Last - 63, 0x8000_0000_0000_0001 })]
    [InlineData(new ulong[] { }, new ulong[] { })]
    public void Boundaries_of_one_slot(ulong[] offsets, ulong[] expectedOffsetsAndMasks)
    {
        ResetBatch[] expected = expectedOffsetsAndMasks.Chunk(2).Select(pair => new ResetBatch(0, pair[0], pair[1])).ToArray();
        DirtyPage[] pages = offsets.Select(offset => new DirtyPage(0, offset)).ToArray();
        Assert.Equal(expected, Coalesce(pages));
        Assert.Equal(expected, KernelCoalescing.Coalesce(pages));
    }

    [Fact]
    public void Another_slot_starts_another_batch_even_at_the_same_offset()
    {
        DirtyPage[] pages = [new(0, 5), new(1, 5), new(0x1_0001, 5), new(0x1_0001, 6), new(0, 6)];
        ResetBatch[] expected = [new(0, 5, 1), new(1, 5, 1), new(0x1_0001, 5, 0b11), new(0, 6, 1)];
        Assert.Equal(expected, Coalesce(pages));
    }

    [Fact]
    public void Page_0_of_slot_0_starts_a_batch_like_any_other() =>
        Assert.Equal([new ResetBatch(0, 0, 1)], Coalesce([new DirtyPage(0, 0)])); // a fresh coalescer's fields are 0 as well

    [Fact]
    public void Any_sequence_coalesces_as_the_kernel_s_rules_say() =>
        Properties.ForAllArrays(Pages(), maxLength: 40, cases: 3000, pages => Assert.Equal(KernelCoalescing.Coalesce(pages), Coalesce(pages)));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(Last - 150, 1)]
    [InlineData(0, 64)]
    [InlineData(0, 63)]
    [InlineData(0, 65)]
    [InlineData(10_000, -64)]
    [InlineData(10_000, -63)]
    [InlineData(10_000, -65)]
    [InlineData(Last - 1000, 64)] // goes on from page 0, as if it were 64 away
    [InlineData(Last - 1000, 63)]
    [InlineData(1000, -64)]
    [InlineData(1000, -63)]
    [InlineData(Last, 1L << 63)]
    public void Pages_in_equal_steps_coalesce_as_the_kernel_s_rules_say(ulong first, long step)
    {
        for (int count = 1; count <= 200; count++)
        {
            DirtyPage[] pages = Enumerable.Range(0, count).Select(i => new DirtyPage(0, unchecked(first + ((ulong)i * (ulong)step)))).ToArray();
            Assert.Equal(KernelCoalescing.Coalesce(pages), Coalesce(pages));
            pages = [.. pages, pages[^1]]; // The last batch is still open, also a full one.
            Assert.Equal(KernelCoalescing.Coalesce(pages), Coalesce(pages));
        }
    }

    [Fact]
    public void Pages_that_mostly_lie_apart_coalesce_as_the_kernel_s_rules_say() =>
        Properties.ForAllArrays(Steps(), maxLength: 100, cases: 2000, steps =>
        {
            DirtyPage page = new(0, 1000);
            DirtyPage[] pages = steps.Select(step => page = new DirtyPage(page.Slot + step.Slot, unchecked(page.Offset + step.Offset))).ToArray();
            Assert.Equal(KernelCoalescing.Coalesce(pages), Coalesce(pages));
        });

    [Fact]
    public void No_mask_is_empty_and_no_page_overflows() =>
        Properties.ForAllArrays(Pages(), maxLength: 40, cases: 1000, pages =>
        {
            foreach (ResetBatch batch in Coalesce(pages))
            {
                Assert.NotEqual(0ul, batch.Mask);
                Assert.True(batch.Offset <= Last - (ulong)BitOperations.Log2(batch.Mask), $"{batch} reaches beyond 2^64 - 1.");
            }
        });

    [Theory]
    [EveryDesign]
    public void Every_design_coalesces_the_same_way(RingDesign design)
    {
        if (TestRing.NeedsSlots(design))
        {
            Check(Gen.Choose(0, TestPages.Count - 1).Select(TestPages.At));
            Check(Gen.Choose(60, 68).Select(i => new DirtyPage(0, (ulong)i)));
        }
        else
        {
            Check(Pages());
        }

        void Check(Gen<DirtyPage> page) => Properties.ForAllArrays(page, maxLength: 40, cases: 100, pages =>
        {
            using TestRing ring = TestRing.Make(design, entries: 64);
            ring.Producer.Push(pages);
            ring.Harvest();
            RecordingSink sink = new();
            Assert.Equal(pages.Length, ring.Resetter.Reset(ref sink).Entries);
            Assert.Equal(KernelCoalescing.Coalesce(pages), sink.Calls);
        });
    }

    /// <summary>Pages that cluster where the rules change: around anchors, a critical step from one another, mostly in one slot.</summary>
    private static Gen<DirtyPage> Pages() =>
        from slot in Gen.Frequency((8, Gen.Constant(0u)), (1, Gen.Constant(1u)), (1, Gen.Constant(uint.MaxValue)))
        from anchor in Gen.Frequency((6, Gen.Constant(1000ul)), (3, Gen.Elements(s_anchors)))
        from step in Gen.OneOf(Gen.Elements(s_steps), Gen.Choose(-130, 130))
        select new DirtyPage(slot, unchecked(anchor + (ulong)step));

    /// <summary>From a page to the next: far, with a near one here and there, or one in another slot whose offset is the same or near.</summary>
    private static Gen<DirtyPage> Steps() =>
        from slot in Gen.Frequency((30, Gen.Constant(0u)), (1, Gen.Elements(1u, uint.MaxValue)))
        from step in slot == 0
            ? Gen.Frequency((30, Gen.Elements(64, 65, -64, -65, 1000, -1000, 1 << 20)), (1, Gen.Elements(s_steps)))
            : Gen.Elements(s_steps)
        select new DirtyPage(slot, unchecked((ulong)step));

    /// <summary>The coalescer, driven as a reset drives it: in chunks, whose length must not matter.</summary>
    private static unsafe List<ResetBatch> Coalesce(IEnumerable<DirtyPage> pages)
    {
        List<ResetBatch> whole = Coalesce(pages, 128);
        Assert.Equal(whole, Coalesce(pages, 1));
        Assert.Equal(whole, Coalesce(pages, 3));
        return whole;
    }

    private static unsafe List<ResetBatch> Coalesce(IEnumerable<DirtyPage> pages, int chunkPages)
    {
        RecordingSink sink = new();
        PageBatch open = default;
        ResetterCursor cursor = default;
        foreach (DirtyPage[] chunk in pages.Chunk(chunkPages))
        {
            fixed (DirtyPage* first = chunk)
                Assert.True(Coalescer.AddPages(first, chunk.Length, null, ref open, ref cursor, ref sink, default));
            Assert.Equal(sink.Calls.Sum(call => BitOperations.PopCount(call.Mask)) > 0, cursor.Reset > 0);
        }

        Assert.True(Coalescer.HandOut(ref open, ref cursor, ref sink, default));
        Assert.Equal((uint)pages.Count(), cursor.Reset);
        return sink.Calls.ToList();
    }
}
