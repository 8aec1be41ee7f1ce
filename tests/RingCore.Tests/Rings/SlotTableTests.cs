using System;
using System.Linq;
using FsCheck.Fluent;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

public class SlotTableTests
{
    [Fact]
    public void Every_page_is_found_by_its_frame_and_no_other()
    {
        SlotTable slots = TestPages.Slots;
        for (ulong frame = 0; frame < 7000; frame++)
        {
            MemorySlot[] holders = slots.Slots.ToArray().Where(slot => frame >= slot.BaseGfn && frame < slot.BaseGfn + slot.Pages).ToArray();
            Assert.Equal(holders.Length == 1, slots.TryFind(frame, out DirtyPage page));
            if (holders.Length == 0)
                continue;
            Assert.Equal(new DirtyPage(holders[0].Slot, frame - holders[0].BaseGfn), page);
            Assert.True(slots.TryGetGfn(page.Slot, page.Offset, out ulong back));
            Assert.Equal(frame, back);
        }
    }

    [Theory]
    [InlineData(0, 999, true)]
    [InlineData(0, 1000, false)]
    [InlineData(7, 69, true)]
    [InlineData(7, 70, false)]
    [InlineData(0x1_0002, 63, true)]
    [InlineData(0x1_0002, 64, false)]
    [InlineData(1, 0, false)]
    [InlineData(8, 0, false)]
    [InlineData(uint.MaxValue, 0, false)]
    [InlineData(0, ulong.MaxValue, false)]
    public void Contains_the_pages_of_its_slots_alone(uint slot, ulong offset, bool expected)
    {
        Assert.Equal(expected, TestPages.Slots.Contains(slot, offset));
        Assert.Equal(expected, TestPages.Slots.TryGetGfn(slot, offset, out _));
    }

    [Fact]
    public void The_last_frame_of_52_bits_can_be_held()
    {
        SlotTable slots = new(new MemorySlot(5, DirtyPageAddress.MaxFrame, 1));
        Assert.True(slots.TryFind(DirtyPageAddress.MaxFrame, out DirtyPage page));
        Assert.Equal(new DirtyPage(5, 0), page);
        Assert.False(slots.TryFind(DirtyPageAddress.MaxFrame - 1, out _));
        Assert.False(slots.TryFind(ulong.MaxValue, out _));
    }

    [Fact]
    public void Adjacent_slots_do_not_overlap()
    {
        SlotTable slots = new(new MemorySlot(1, 10, 10), new MemorySlot(0, 0, 10));
        Assert.True(slots.TryFind(9, out DirtyPage last));
        Assert.True(slots.TryFind(10, out DirtyPage first));
        Assert.Equal((new DirtyPage(0, 9), new DirtyPage(1, 0)), (last, first));
        Assert.Equal([0u, 1u], slots.Slots.ToArray().Select(slot => slot.Slot));
    }

    [Fact]
    public void Refuses_tables_that_are_ambiguous_or_impossible()
    {
        AssertRefused("at least one slot");
        AssertRefused("Slot 3 is given twice", new MemorySlot(3, 0, 1), new MemorySlot(4, 5, 1), new MemorySlot(3, 10, 1));
        AssertRefused("overlap", new MemorySlot(0, 0, 11), new MemorySlot(1, 10, 1));
        AssertRefused("overlap", new MemorySlot(0, 10, 1), new MemorySlot(1, 10, 1));
        AssertRefused("Pages = 0", new MemorySlot(0, 0, 0));
        AssertRefused("4,503,599,627,370,495", new MemorySlot(0, DirtyPageAddress.MaxFrame + 1, 1));
        AssertRefused("4,503,599,627,370,495", new MemorySlot(0, DirtyPageAddress.MaxFrame, 2));
        AssertRefused("4,503,599,627,370,495", new MemorySlot(0, 1, ulong.MaxValue));
        AssertRefused("4,503,599,627,370,495", new MemorySlot(0, ulong.MaxValue, ulong.MaxValue));
    }

    [Fact]
    public void A_bitmap_has_a_bit_for_each_page_of_its_slots_and_no_more()
    {
        DirtyBitmap bitmap = new(TestPages.Slots);
        for (int i = 0; i < TestPages.Count; i++)
            Assert.True(bitmap.TrySet(TestPages.At(i)));
        Assert.Equal(TestPages.Count, bitmap.Count());
        Assert.False(bitmap.TrySet(new DirtyPage(7, 70)));
        Assert.False(bitmap.TrySet(new DirtyPage(1, 0)));
        Assert.False(bitmap.TrySet(new DirtyPage(0, ulong.MaxValue)));
        Assert.Equal(TestPages.Count, bitmap.Count());
        Assert.Equal([ulong.MaxValue, 0b11_1111ul], bitmap.Words(7).ToArray());
        Assert.Equal([ulong.MaxValue], bitmap.Words(0x1_0002).ToArray());
        Assert.True(bitmap.Words(1).IsEmpty);
        bitmap.Clear();
        Assert.Equal(0, bitmap.Count());
        Assert.True(bitmap.TrySet(new DirtyPage(7, 65)));
        Assert.Equal([0ul, 2ul], bitmap.Words(7).ToArray());
    }

    [Fact]
    public void A_bitmap_takes_many_pages_as_it_takes_them_one_by_one() =>
        Properties.ForAllArrays(
            Gen.Frequency(
                (6, Gen.Choose(0, TestPages.Count - 1).Select(TestPages.At)),
                (6, Gen.Choose(0, 130).Select(i => new DirtyPage(0, (ulong)i))),
                (1, Gen.Elements<DirtyPage>(new(1, 5), new(7, 70), new(0, 1000), new(0, ulong.MaxValue), new(uint.MaxValue, 0)))),
            maxLength: 60,
            cases: 1000,
            pages =>
            {
                DirtyBitmap together = new(TestPages.Slots);
                DirtyBitmap single = new(TestPages.Slots);
                int unknown = pages.Count(page => !single.TrySet(page));
                Assert.Equal(unknown, together.Set(pages));
                foreach (MemorySlot slot in TestPages.Slots.Slots)
                    Assert.Equal(single.Words(slot.Slot).ToArray(), together.Words(slot.Slot).ToArray());
            });

    [Fact]
    public void A_bitmap_needs_slots() => Assert.Throws<ArgumentNullException>(() => new DirtyBitmap(null!));

    private static void AssertRefused(string reason, params MemorySlot[] slots) =>
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => new SlotTable(slots)).Message, StringComparison.Ordinal);
}
