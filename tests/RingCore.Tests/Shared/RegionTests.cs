using System;
using System.Globalization;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.Win32.SafeHandles;
using RingCore.Peer;
using Xunit;

namespace RingCore.Tests;

/// <summary>Regions by themselves: sizes, seals, guard pages, users.</summary>
public sealed unsafe class RegionTests
{
    private static readonly long s_page = Environment.SystemPageSize;

    [Fact]
    public void A_region_is_zeroes_in_whole_pages_that_both_mappings_share()
    {
        using SharedRegion region = SharedRegion.Create("test", s_page + 1, RegionSeals.OfAnswered);
        Assert.Equal(2 * s_page, region.Bytes);
        Assert.Equal(0, (nint)region.Start % s_page);
        Assert.False(new Span<byte>(region.Start, (int)region.Bytes).ContainsAnyExcept((byte)0));
        Assert.Equal(
            SharedOpenStatus.Opened,
            SharedRegion.Open(HostCalls.Duplicate(region.Descriptor), RegionSeals.OfAnswered, s_page + 1, RegionAccess.ReadWrite, out SharedRegion? other));
        using (other)
        {
            other!.Start[region.Bytes - 1] = 7;
            Assert.Equal(7, region.Start[region.Bytes - 1]);
            Assert.True(other.IsWritable && other.IsSealed && region.IsSealed);
        }
    }

    [Fact]
    public void No_mapping_has_a_neighbour_that_could_be_read_or_written()
    {
        using SharedRegion region = SharedRegion.Create("guarded", s_page, RegionSeals.OfAnswered);
        string[] maps = File.ReadAllLines("/proc/self/maps");
        int at = Array.FindIndex(maps, line => line.StartsWith($"{(nint)region.Start:x}-", StringComparison.Ordinal));
        Assert.Contains("rw-s", maps[at], StringComparison.Ordinal);
        // The kernel joins a guard page with another region's beside it.
        string[] before = maps[at - 1].Split('-', ' ');
        Assert.InRange(nint.Parse(before[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture), 0, (nint)region.Start - s_page);
        Assert.Equal($"{(nint)region.Start:x}", before[1]);
        Assert.Contains(" ---p", maps[at - 1], StringComparison.Ordinal);
        Assert.StartsWith($"{(nint)region.Start + s_page:x}-", maps[at + 1], StringComparison.Ordinal);
        Assert.Contains(" ---p", maps[at + 1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_open_for_reading_is_mapped_for_reading()
    {
        using SharedRegion region = SharedRegion.Create("told", s_page, RegionSeals.OfTold);
        Assert.Equal(
            SharedOpenStatus.Opened,
            SharedRegion.Open(HostCalls.Duplicate(region.Descriptor), RegionSeals.OfTold, s_page, RegionAccess.ReadOnly, out SharedRegion? other));
        using (other)
        {
            Assert.False(other!.IsWritable);
            string map = File.ReadLines("/proc/self/maps").Single(line => line.StartsWith($"{(nint)other.Start:x}-", StringComparison.Ordinal));
            Assert.Contains("r--s", map, StringComparison.Ordinal);
            region.Start[0] = 1; // the maker's own mapping was there before the seal
            Assert.Equal(1, other.Start[0]);
        }

        Assert.Equal(
            SharedOpenStatus.MapRefused,
            SharedRegion.Open(region.Descriptor, RegionSeals.OfTold, s_page, RegionAccess.ReadWrite, out _));
    }

    [Fact]
    public void The_maker_itself_cannot_undo_what_it_has_sealed()
    {
        using SharedRegion told = SharedRegion.Create("told", 4 * s_page, RegionSeals.OfTold);
        AssertRefused(Attack.Shape(told.Descriptor, told.Bytes).Concat(Attack.Write(told.Descriptor, told.Bytes, Mapped(told.Descriptor, told.Bytes))));
        using SafeFileHandle reopened = HostCalls.Reopen(told.Descriptor);
        AssertRefused(Attack.Shape(reopened, told.Bytes).Concat(Attack.Write(reopened, told.Bytes, Mapped(reopened, told.Bytes))));
        using SharedRegion answered = SharedRegion.Create("answered", 4 * s_page, RegionSeals.OfAnswered);
        AssertRefused(Attack.Shape(answered.Descriptor, answered.Bytes));
    }

    [Fact]
    public void Without_the_seals_the_same_acts_succeed_so_that_it_is_the_seals_that_refuse_them()
    {
        using SharedRegion region = SharedRegion.Create("open", 4 * s_page, RegionSeals.None);
        IEnumerable<(string Act, int Error)> acts =
            Attack.Write(region.Descriptor, region.Bytes, Mapped(region.Descriptor, region.Bytes)).Concat(Attack.Shape(region.Descriptor, region.Bytes));
        Assert.All(acts.ToArray(), act => Assert.True(act.Error == 0, act.Act));
    }

    [Fact]
    public void A_hole_in_what_the_peer_may_write_reads_as_zeroes_and_kills_nobody()
    {
        using SharedRegion region = SharedRegion.Create("answered", 4 * s_page, RegionSeals.OfAnswered);
        region.Start[s_page] = 1;
        Assert.Equal(0, HostCalls.fallocate(region.Descriptor, HostCalls.PunchHole, 0, region.Bytes));
        Assert.Equal(0, region.Start[s_page]);
        region.Start[s_page] = 2;
        Assert.Equal(2, region.Start[s_page]);
    }

    [Fact]
    public void Another_size_than_the_expected_one_is_refused()
    {
        using SharedRegion region = SharedRegion.Create("test", 2 * s_page, RegionSeals.OfAnswered);
        foreach (long bytes in (long[])[1, s_page, (2 * s_page) + 1, long.MaxValue / 4])
        {
            Assert.Equal(
                SharedOpenStatus.WrongSize, SharedRegion.Open(region.Descriptor, RegionSeals.OfAnswered, bytes, RegionAccess.ReadWrite, out _));
        }

        Assert.False(region.Descriptor.IsClosed);
    }

    [Fact]
    public void The_memory_stays_until_the_last_user_is_gone()
    {
        SharedRegion region = SharedRegion.Create("test", s_page, RegionSeals.None);
        IDisposable use = region.Use();
        region.Dispose();
        region.Dispose();
        region.Start[0] = 1;
        using IDisposable another = region.Use();
        use.Dispose();
        use.Dispose();
        region.Start[0] = 2;
        another.Dispose();
        Assert.True(region.Start == null && region.Descriptor.IsClosed);
        Assert.Throws<ObjectDisposedException>(region.Use);
    }

    [Fact]
    public void A_size_that_no_region_has_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SharedRegion.Create("test", 0, RegionSeals.None));
        Assert.Throws<IOException>(() => SharedRegion.Create("test", long.MaxValue / 2, RegionSeals.None));
        Assert.Throws<IOException>(() => SharedRegion.Create(new string('n', 300), 1, RegionSeals.None));
    }

    [Fact]
    public void Children_inherit_a_region_only_where_they_are_to()
    {
        using SharedRegion region = SharedRegion.Create("test", 1, RegionSeals.None);
        Assert.False(region.IsInheritable);
        region.IsInheritable = true;
        Assert.True(region.IsInheritable);
        region.IsInheritable = false;
        Assert.False(region.IsInheritable);
    }

    private static nint Mapped(SafeFileHandle file, long bytes)
    {
        nint start = HostCalls.mmap(0, (nuint)bytes, HostCalls.ProtectRead, HostCalls.MapShared, file, 0);
        Assert.NotEqual(HostCalls.Failed, start);
        return start; // a few pages, until the process ends
    }

    private static void AssertRefused(IEnumerable<(string Act, int Error)> acts) =>
        Assert.All(acts.ToArray(), act => Assert.True(act.Error is HostCalls.NotPermitted or HostCalls.AccessDenied, act.ToString()));
}
