using System.Runtime.InteropServices;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

public class DirtyPageTests
{
    [Fact]
    public void Pages_are_equal_by_slot_and_offset_whatever_stands_in_the_flags()
    {
        DirtyPage page = new(3, 5);
        KvmDirtyGfn entry = new() { Flags = EntryState.Mask, Slot = 3, Offset = 5 };
        DirtyPage shown = MemoryMarshal.Cast<KvmDirtyGfn, DirtyPage>(MemoryMarshal.CreateSpan(ref entry, 1))[0];
        Assert.Equal(page, shown);
        Assert.True(page == shown);
        Assert.Equal(page.GetHashCode(), shown.GetHashCode());
    }

    [Theory]
    [InlineData(3, 6)]
    [InlineData(4, 5)]
    public void Another_slot_or_offset_is_another_page(uint slot, ulong offset)
    {
        DirtyPage page = new(3, 5);
        Assert.True(page != new DirtyPage(slot, offset));
        Assert.False(page.Equals(new DirtyPage(slot, offset)));
        Assert.False(page.Equals((object)(slot, offset)));
    }

    [Fact]
    public void Says_its_slot_and_page() => Assert.Equal("slot 65538 page 7", new DirtyPage(0x1_0002, 7).ToString());

    [Fact]
    public void States_are_the_two_low_bits_and_frames_the_52_high_ones()
    {
        Assert.Equal((0u, 1u, 2u, 3u), (EntryState.Free, EntryState.Dirty, EntryState.Reset, EntryState.Mask));
        Assert.Equal(ulong.MaxValue, DirtyPageAddress.MaxFrame << DirtyPageAddress.FrameShift | 0xFFF);
    }
}
