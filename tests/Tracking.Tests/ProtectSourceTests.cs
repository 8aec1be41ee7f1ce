using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using RingCore.Tracking.Linux;
using Xunit;

namespace RingCore.Tracking.Tests;

public unsafe class ProtectSourceTests
{
    private static readonly TrackerOptions s_options = new() { Source = SourceKind.Protect };

    [ProtectFact]
    public void Sees_writes_by_native_code()
    {
        using TrackedMemory memory = new(64);
        using DirtyTracker tracker = new(memory, s_options);
        NativeMemory.Fill(memory.Address(0) + (3 * TrackedMemory.PageBytes) + 4090, 10, 0xAB);
        Marshal.StructureToPtr(7L, (nint)(memory.Address(0) + (40 * TrackedMemory.PageBytes)), fDeleteOld: false);
        Assert.Equal([3UL, 4UL, 40UL], tracker.TakeRound());
        Assert.Empty(tracker.TakeRound());
    }

    [ProtectFact]
    public void Sees_writes_by_the_kernel_on_the_processs_behalf()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, [.. Enumerable.Repeat((byte)0x5A, 3 * TrackedMemory.PageBytes)]);
            using TrackedMemory memory = new(64);
            using DirtyTracker tracker = new(memory, s_options);
            using (Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle(path))
            {
                Span<byte> target = new(memory.Address(0) + (10 * TrackedMemory.PageBytes), 3 * TrackedMemory.PageBytes);
                Assert.Equal(target.Length, RandomAccess.Read(file, target, 0));
            }

            using ReadableRound round = tracker.Collect().Reset();
            Assert.Equal([10UL, 11UL, 12UL], round.Numbers());
            Assert.Equal(-1, round.Read(12).IndexOfAnyExcept((byte)0x5A));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [ProtectFact]
    public void What_was_written_before_counts_as_clean_and_reading_dirties_nothing()
    {
        using TrackedMemory memory = new(64);
        new Span<byte>(memory.Address(0), 32 * TrackedMemory.PageBytes).Fill(1);
        using DirtyTracker tracker = new(memory, s_options);
        int sum = 0;
        for (int page = 0; page < 64; page++)
            sum += memory.Address(0)[page * TrackedMemory.PageBytes];
        Assert.Equal(32, sum);
        Assert.Empty(tracker.TakeRound());
        memory.Address(0)[0]++;
        memory.Address(0)[63 * TrackedMemory.PageBytes]++;
        Assert.Equal([0UL, 63UL], tracker.TakeRound());
    }

    [ProtectFact]
    public void Scattered_writes_of_more_ranges_than_one_call_reports_are_all_found()
    {
        const int Pages = (4 * ProtectSource.RegionsPerCall) + 100;
        using TrackedMemory memory = new(Pages / 2, Pages / 2);
        using DirtyTracker tracker = new(memory, s_options with { Entries = 256 });
        List<ulong> written = [];
        for (ulong gfn = 1; gfn < Pages; gfn += 2)
        {
            memory.Address(0)[gfn * TrackedMemory.PageBytes] = 1;
            written.Add(gfn);
        }

        Assert.True(written.Count > 2 * ProtectSource.RegionsPerCall);
        Assert.Equal(written, tracker.TakeRound());
        Assert.Empty(tracker.TakeRound());
        Assert.Equal(0, tracker.Counters.PagesToBitmap);
    }

    [ProtectFact]
    public void Huge_pages_that_were_there_before_are_told_apart_page_by_page()
    {
        using TrackedMemory memory = new(2048);
        Advise(memory.Address(0), 2048 * TrackedMemory.PageBytes);
        new Span<byte>(memory.Address(0), 2048 * TrackedMemory.PageBytes).Fill(1);
        using DirtyTracker tracker = new(memory, s_options);
        Assert.True(!Directory.Exists("/sys/kernel/mm/transparent_hugepage") || RefusesHugePages(memory.Address(0)));
        memory.Address(0)[777 * TrackedMemory.PageBytes]++;
        tracker.TakeRound();
        memory.Address(0)[778 * TrackedMemory.PageBytes]++;
        Assert.Equal([778UL], tracker.TakeRound());

        static void Advise(byte* start, int bytes)
        {
            const int AdviseHugePage = 14;
            _ = LibC.madvise(start, (nuint)bytes, AdviseHugePage);
        }

        static bool RefusesHugePages(byte* start)
        {
            string[] maps = File.ReadAllLines("/proc/self/smaps");
            return maps.SkipWhile(line => !line.StartsWith($"{(nint)start:x}-", StringComparison.Ordinal))
                .First(line => line.StartsWith("VmFlags:", StringComparison.Ordinal)).Contains(" nh", StringComparison.Ordinal);
        }
    }

    [ProtectFact]
    public void A_drain_does_not_scan_and_a_write_that_the_host_marks_comes_once()
    {
        using TrackedMemory memory = new(64);
        using DirtyTracker tracker = new(memory, s_options);
        memory.Address(0)[0] = 1;
        tracker.MarkDirty(0);
        tracker.MarkDirty(1);
        tracker.Drain();
        Assert.Equal(0, tracker.Counters.PagesScanned);
        Assert.Equal([0UL, 1UL], tracker.TakeRound());
        Assert.Equal(1, tracker.Counters.PagesScanned);
        Assert.Equal(2, tracker.Counters.PagesPushed);
    }

    [ProtectFact]
    public void A_scan_that_the_kernel_fails_makes_every_page_dirty()
    {
        StubKernel kernel = new();
        using TrackedMemory memory = new(5000);
        using DirtyTracker tracker = new(memory, s_options, kernel);
        memory.Address(0)[0] = 1;
        kernel.Failures[PageMapScan.Request] = 12;
        Assert.Equal(5000, tracker.TakeRound().Count);
        Assert.Equal(1, tracker.Counters.FailedScans);
        kernel.Failures.Clear();
        Assert.Equal([0UL], tracker.TakeRound());
        Assert.Empty(tracker.TakeRound());
    }

    [ProtectFact]
    public void Auto_takes_it_and_says_so()
    {
        using TrackedMemory memory = new(1);
        using DirtyTracker tracker = new(memory, new TrackerOptions());
        Assert.Equal(SourceKind.Protect, tracker.Source.Kind);
        Assert.Contains("userfaultfd", tracker.Source.Reason, StringComparison.Ordinal);
    }

    [ProtectFact]
    public void Memory_that_a_tracker_watches_can_be_watched_again_when_that_one_is_gone()
    {
        using TrackedMemory memory = new(8);
        using (DirtyTracker first = new(memory, s_options))
        {
            SourceUnavailableException refusal = Assert.Throws<SourceUnavailableException>(() => new DirtyTracker(memory, s_options));
            Assert.Contains("another tracker", refusal.Message, StringComparison.Ordinal);
        }

        using DirtyTracker second = new(memory, s_options);
        memory.Address(0)[0] = 1;
        Assert.Equal([0UL], second.TakeRound());
    }
}
