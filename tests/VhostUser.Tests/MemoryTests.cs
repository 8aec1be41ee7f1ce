using System.IO;
using Microsoft.Win32.SafeHandles;
using RingCore.Platform;
using RingCore.VhostUser;
using RingCore.VhostUser.Protocol;
using Xunit;

namespace RingCore.Tests;

/// <summary>The memory table: what is found in it, and what is refused.</summary>
[Trait("Category", "Packed")]
public unsafe class MemoryTests
{
    private const ulong Page = 4096;

    [Fact]
    public void A_buffer_is_found_where_it_lies_in_one_region()
    {
        using FrontEnd front = new();
        front.Ask(VhostUserRequest.SetMemoryTable, FrontEnd.Table((0, Page, 5 * Page, Page), (Page, 2 * Page, 9 * Page, 4 * Page)), [front.File, front.File]);
        VhostUserMemory memory = front.Session.Memory!;
        Assert.Equal(2, memory.Regions);
        front.Start[Page + 17] = 1;
        front.Start[4 * Page] = 2;
        Assert.True(memory.TryTranslate(17, 1, out byte* first));
        Assert.Equal(1, *first);
        Assert.True(memory.TryTranslate(Page, (uint)(2 * Page), out byte* second));
        Assert.Equal(2, *second);
        Assert.True(memory.TryTranslateUser((5 * Page) + 17, 1, out byte* user));
        Assert.True(user == first);
        Assert.False(memory.TryTranslate(Page - 1, 2, out _)); // across two regions: neighbours here are none there
        Assert.False(memory.TryTranslate(3 * Page, 1, out _));
        Assert.False(memory.TryTranslate((3 * Page) - 1, 2, out _));
        Assert.False(memory.TryTranslate(ulong.MaxValue, uint.MaxValue, out _));
        Assert.False(memory.TryTranslate(0, uint.MaxValue, out _));
        Assert.False(memory.TryTranslateUser(0, 1, out _));
    }

    [Theory]
    [InlineData(0, 0, 0, VhostUserRefusal.RegionOutOfRange)]
    [InlineData(0, 100, 0, VhostUserRefusal.RegionOutOfRange)]
    [InlineData(0, Page, 100, VhostUserRefusal.RegionOutOfRange)]
    [InlineData(0, Page, FrontEnd.MemoryBytes, VhostUserRefusal.RegionOutOfRange)]
    [InlineData(0, FrontEnd.MemoryBytes + Page, 0, VhostUserRefusal.RegionOutOfRange)]
    [InlineData(0, FrontEnd.MemoryBytes, Page, VhostUserRefusal.RegionOutOfRange)]
    [InlineData(0, Page, ulong.MaxValue - Page + 1, VhostUserRefusal.RegionOutOfRange)]
    [InlineData(0, 1ul << 63, 0, VhostUserRefusal.RegionOutOfRange)]
    [InlineData(ulong.MaxValue - Page + 2, Page, 0, VhostUserRefusal.RegionOutOfRange)]
    public void A_region_that_cannot_be_is_refused(ulong guest, ulong bytes, ulong offset, VhostUserRefusal refusal)
    {
        using FrontEnd front = new();
        Assert.Equal(ServeStatus.Refused, front.Ask(VhostUserRequest.SetMemoryTable, FrontEnd.Table((guest, bytes, 0, offset)), [front.File]));
        Assert.Equal((refusal, (int)VhostUserRequest.SetMemoryTable), (front.Session.Refusal, front.Session.RefusedRequest));
        Assert.Null(front.Session.Memory);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(Page, 0)]
    [InlineData(0, Page)]
    public void Regions_that_share_addresses_are_refused(ulong guest, ulong user)
    {
        using FrontEnd front = new();
        front.Ask(VhostUserRequest.SetMemoryTable, FrontEnd.Table((guest, 2 * Page, user + 0x10000, 0), (Page * 2 - guest, Page, 0x10000 + (Page * 2) - user, 0)), [front.File, front.File]);
        Assert.Equal(guest + user == 0 ? VhostUserRefusal.None : VhostUserRefusal.RegionsOverlap, front.Session.Refusal);
    }

    [Fact]
    public void Files_that_cannot_be_mapped_for_writing_are_refused()
    {
        using FrontEnd front = new();
        string path = $"/proc/self/fd/{front.File.DangerousGetHandle()}";
        using SafeFileHandle readOnly = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        front.Ask(VhostUserRequest.SetMemoryTable, FrontEnd.Table((0, Page, 0, 0)), [readOnly]);
        Assert.Equal(VhostUserRefusal.RegionNotMapped, front.Session.Refusal);
    }

    [Theory]
    [InlineData(Page, 0, true)]
    [InlineData(2 << 20, Page, true)]
    [InlineData(2 << 20, 0, false)]
    public void A_file_in_huge_pages_is_mapped_by_whole_ones(ulong bytes, ulong offset, bool isRefused)
    {
        using FrontEnd front = new();
        using SafeFileHandle huge = new(LibC.memfd_create("front end", 1 | 4 | (21u << 26)), ownsHandle: true); // MFD_CLOEXEC | MFD_HUGETLB | MFD_HUGE_2MB
        if (huge.IsInvalid || LibC.ftruncate(huge, 4 << 20) != 0)
            return; // the kernel has no such files
        front.Ask(VhostUserRequest.SetMemoryTable, FrontEnd.Table((0, bytes, 0, offset)), [huge]);
        if (isRefused)
            Assert.Equal(VhostUserRefusal.RegionOutOfRange, front.Session.Refusal);
        else
            Assert.NotEqual(VhostUserRefusal.RegionOutOfRange, front.Session.Refusal); // not mapped where the host has none free
    }

    [Fact]
    public void A_file_without_a_length_is_refused()
    {
        using FrontEnd front = new();
        using SafeFileHandle events = FrontEnd.EventFile();
        front.Ask(VhostUserRequest.SetMemoryTable, FrontEnd.Table((0, Page, 0, 0)), [events]);
        Assert.Equal(VhostUserRefusal.RegionOutOfRange, front.Session.Refusal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Memory_that_can_shrink_is_refused_where_the_device_wants_that(bool isSealed)
    {
        using FrontEnd front = new(new VhostUserOptions { RequireSealedMemory = true });
        if (isSealed)
            Memfd.AddSeals(front.File, RegionSeals.Shrink);
        front.ShareMemory();
        Assert.Equal(isSealed ? VhostUserRefusal.None : VhostUserRefusal.RegionNotSealed, front.Session.Refusal);
    }

    [Fact]
    public void Memory_that_was_replaced_or_given_up_finds_nothing()
    {
        using FrontEnd front = new();
        front.ShareMemory();
        VhostUserMemory before = front.Session.Memory!;
        Assert.True(before.TryTranslate(FrontEnd.GuestAddress, 1, out _));
        front.ShareMemory();
        VhostUserMemory after = front.Session.Memory!;
        Assert.False(before.TryTranslate(FrontEnd.GuestAddress, 1, out _));
        Assert.True(after.TryTranslate(FrontEnd.GuestAddress, 1, out _));
        front.Session.Dispose();
        Assert.False(after.TryTranslate(FrontEnd.GuestAddress, 1, out _));
    }

    [Fact]
    public void A_table_without_a_queue_that_runs_ends_the_session()
    {
        using FrontEnd front = new();
        front.Negotiate();
        front.StartQueue(0, 4);
        Assert.Equal(ServeStatus.Refused, front.Ask(VhostUserRequest.SetMemoryTable, FrontEnd.Table((0, Page, 0, 0)), [front.File]));
        Assert.Equal(VhostUserRefusal.QueueOutsideMemory, front.Session.Refusal);
        Assert.Null(front.Session.Queues[0].Device);
    }
}
