using System;
using System.Linq;
using Xunit;

namespace RingCore.Tracking.Tests;

public unsafe class TrackedMemoryTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Is_page_aligned_zeroed_and_laid_out_slot_after_slot(bool map)
    {
        if (map && !OperatingSystem.IsLinux())
            return;
        using TrackedMemory memory = new(map, [3, 1, 20]);
        Assert.Equal(3, memory.SlotCount);
        Assert.Equal(24UL, memory.Pages);
        Assert.Equal([0UL, 3UL, 4UL], Enumerable.Range(0, 3).Select(memory.BaseGfn));
        Assert.Equal([3L, 1L, 20L], Enumerable.Range(0, 3).Select(memory.SlotPages));
        for (int slot = 0; slot < 3; slot++)
        {
            byte* start = memory.Address(slot);
            Assert.Equal(0UL, (ulong)start % TrackedMemory.PageBytes);
            Assert.Equal((long)memory.BaseGfn(slot) * TrackedMemory.PageBytes, start - memory.Address(0));
            Span<byte> bytes = new(start, (int)memory.SlotPages(slot) * TrackedMemory.PageBytes);
            Assert.Equal(-1, bytes.IndexOfAnyExcept((byte)0));
            bytes.Fill(0xFF);
            Assert.True(memory.Slots.TryGetGfn((uint)slot, 0, out ulong gfn) && gfn == memory.BaseGfn(slot));
        }
    }

    [Fact]
    public void Is_as_large_as_asked_for_where_the_host_has_not_as_much()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using TrackedMemory memory = new(1L << 28);
        byte* last = memory.Address(0) + ((1L << 40) - 1);
        *last = 7;
        Assert.Equal(7, *last);
    }

    [Fact]
    public void Refuses_slots_that_cannot_be()
    {
        Assert.Contains("not 0", Assert.Throws<ArgumentException>(() => new TrackedMemory()).Message, StringComparison.Ordinal);
        Assert.Contains("65537", Assert.Throws<ArgumentException>(() => new TrackedMemory([.. Enumerable.Repeat(1L, 65537)])).Message, StringComparison.Ordinal);
        Assert.Contains("Slot 1", Assert.Throws<ArgumentOutOfRangeException>(() => new TrackedMemory(1, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("4294967296", Assert.Throws<ArgumentOutOfRangeException>(() => new TrackedMemory(1, TrackedMemory.MaxPages)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_slots_that_it_does_not_have()
    {
        using TrackedMemory memory = new(1, 1);
        Assert.Contains("2 slots", Assert.Throws<ArgumentOutOfRangeException>(() => memory.SlotPages(2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.BaseGfn(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = memory.Address(2); });
    }

    [Fact]
    public void Is_freed_when_its_owner_and_its_trackers_and_their_writers_and_rounds_are_gone()
    {
        TrackedMemory memory = new(10);
        DirtyTracker tracker = new(memory, new TrackerOptions { Source = SourceKind.Barrier });
        Writer writer = tracker.OpenWriter();
        memory.Address(0)[5] = 9;
        writer.MarkDirty(0);
        ReadableRound round = tracker.Collect().Reset();
        memory.Dispose();
        memory.Dispose();
        Assert.True(memory.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => { _ = memory.Address(0); });
        Assert.Throws<ObjectDisposedException>(() => new DirtyTracker(memory, new TrackerOptions { Source = SourceKind.Barrier }));
        tracker.Dispose();
        tracker.Dispose();
        Assert.Equal(9, round.Read(0)[5]);
        Assert.Equal(1, writer.MarkDirty(7).NewPages);
        round.Commit();
        Assert.False(memory.IsFreed);
        writer.Dispose();
        writer.Dispose();
        Assert.True(memory.IsFreed);
    }

    [Fact]
    public void Is_freed_at_once_where_no_tracker_holds_it()
    {
        TrackedMemory memory = new(false, [10]);
        memory.Dispose();
        Assert.True(memory.IsFreed);
    }
}
