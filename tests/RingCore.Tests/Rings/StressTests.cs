using System;
using System.Collections.Generic;
using System.Threading;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>
/// Producers, collector and resetter on threads of their own, with checked sums and order, through a ring that is nearly always full or empty.
/// </summary>
[Trait("Category", "Stress")]
public class StressTests
{
    private const int Entries = 64;

    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(4);
    private static readonly SlotTable s_slots = new(new MemorySlot(0, 0, 1UL << 32), new MemorySlot(1, 1UL << 32, 1UL << 32));

    [Theory]
    [InlineData(RingDesign.Flagged, WaitStrategy.Yield)]
    [InlineData(RingDesign.Flagged, WaitStrategy.Block)]
    [InlineData(RingDesign.FlaggedPages, WaitStrategy.Yield)]
    [InlineData(RingDesign.Indexed, WaitStrategy.Yield)]
    [InlineData(RingDesign.Indexed, WaitStrategy.Block)]
    [InlineData(RingDesign.IndexedKvm, WaitStrategy.Yield)]
    [InlineData(RingDesign.Lap, WaitStrategy.Yield)]
    [InlineData(RingDesign.LapPages, WaitStrategy.Block)]
    [InlineData(RingDesign.X64Lap, WaitStrategy.Yield)]
    [InlineData(RingDesign.X64Lap, WaitStrategy.Block)]
    [InlineData(RingDesign.X64LapPages, WaitStrategy.Yield)]
    [InlineData(RingDesign.Packed, WaitStrategy.Yield)]
    [InlineData(RingDesign.Packed, WaitStrategy.Block)]
    [InlineData(RingDesign.FlaggedForeign, WaitStrategy.Yield)]
    [InlineData(RingDesign.Shadowed, WaitStrategy.Yield)]
    [InlineData(RingDesign.Shadowed, WaitStrategy.Block)]
    [InlineData(RingDesign.KernelCompatible, WaitStrategy.Yield)]
    public void Three_threads_lose_nothing_invent_nothing_and_keep_the_order(RingDesign design, WaitStrategy strategy)
    {
        const int Pushes = 100_000;
        using TestRing ring = TestRing.Make(design, Entries, reserved: 8, s_slots, firstPosition: uint.MaxValue - (Pushes / 2));
        int[] memory = new int[256]; // what a page holds: the number of the push that reported it, at least
        Run(
            () =>
            {
                for (int i = 0; i < Pushes;)
                {
                    memory[i % memory.Length] = i;
                    if (ring.Producer.Push(Page(i)) <= PushStatus.PublishedSoftFull)
                        i++;
                    else
                        Assert.Equal(WaitStatus.Ready, ring.Producer.WaitForSpace(strategy, s_timeout));
                }
            },
            () =>
            {
                DirtyPage[] pages = new DirtyPage[Entries];
                for (int next = 0; next < Pushes;)
                {
                    Assert.Equal(WaitStatus.Ready, ring.Collector.WaitForEntries(strategy, s_timeout));
                    foreach (DirtyPage page in pages.AsSpan(0, ring.Collector.Harvest(pages.AsSpan(0, 1 + (next % Entries))).Pages))
                    {
                        Assert.Equal(Page(next), page);
                        Assert.True(memory[next % memory.Length] >= next, "The page was reported before it was written.");
                        next++;
                    }
                }
            },
            () => ResetAll(ring, Pushes));
    }

    [Theory]
    [InlineData(RingDesign.Flagged)]
    [InlineData(RingDesign.FlaggedPages)]
    [InlineData(RingDesign.Indexed)]
    [InlineData(RingDesign.Lap)]
    [InlineData(RingDesign.LapPages)]
    [InlineData(RingDesign.X64Lap)]
    [InlineData(RingDesign.X64LapPages)]
    [InlineData(RingDesign.Packed)]
    [InlineData(RingDesign.Shadowed)]
    [InlineData(RingDesign.KernelCompatible)]
    public void Batches_and_in_place_harvests_keep_the_order_too(RingDesign design)
    {
        const int Pushes = 100_000;
        using TestRing ring = TestRing.Make(design, Entries, reserved: 0, s_slots, firstPosition: uint.MaxValue - (Pushes / 2));
        Run(
            () =>
            {
                DirtyPage[] batch = new DirtyPage[13];
                for (int i = 0; i < Pushes;)
                {
                    int count = Math.Min(1 + (i % batch.Length), Pushes - i);
                    for (int k = 0; k < count; k++)
                        batch[k] = Page(i + k);
                    i += ring.Producer.Push(batch.AsSpan(0, count)).Pushed;
                    if (ring.Producer.WaitForSpace(WaitStrategy.Yield, s_timeout) != WaitStatus.Ready)
                        throw new TimeoutException("The ring stayed full.");
                }
            },
            () =>
            {
                int next = 0;
                RecordingSink sink = new();
                while (next < Pushes)
                {
                    ring.HarvestInPlace(int.MaxValue, (first, second) =>
                    {
                        foreach (DirtyPage page in first)
                            Assert.Equal(Page(next++), page);
                        foreach (DirtyPage page in second)
                            Assert.Equal(Page(next++), page);
                        return first.Length + second.Length;
                    });
                    ring.Resetter.Reset(ref sink);
                    sink.Calls.Clear();
                    Thread.Yield();
                }
            });
    }

    [Theory]
    [InlineData(RingDesign.Vm)]
    [InlineData(RingDesign.VmTagged)]
    public void Many_producers_of_the_vm_ring_keep_their_own_order_and_lose_nothing(RingDesign design)
    {
        const int Producers = 3;
        const int Pushes = 30_000;
        using TestRing ring = TestRing.Make(design, Entries, reserved: 8, firstPosition: uint.MaxValue - Pushes);
        List<Action> parties = [];
        for (uint producer = 0; producer < Producers; producer++)
        {
            uint slot = producer;
            parties.Add(() =>
            {
                for (uint i = 0; i < Pushes;)
                {
                    if (ring.Producer.Push(new DirtyPage(slot, i)) <= PushStatus.PublishedSoftFull)
                        i++;
                    else
                        Assert.Equal(WaitStatus.Ready, ring.Producer.WaitForSpace(WaitStrategy.Block, s_timeout));
                }
            });
        }

        parties.Add(() =>
        {
            ulong[] next = new ulong[Producers];
            DirtyPage[] pages = new DirtyPage[Entries];
            for (int harvested = 0; harvested < Producers * Pushes;)
            {
                Assert.Equal(WaitStatus.Ready, ring.Collector.WaitForEntries(WaitStrategy.Block, s_timeout));
                foreach (DirtyPage page in pages.AsSpan(0, ring.Collector.Harvest(pages).Pages))
                {
                    Assert.Equal(next[page.Slot]++, page.Offset);
                    harvested++;
                }
            }
        });
        parties.Add(() =>
        {
            CountingSink sink = new();
            Drain(ring, ref sink, Producers * Pushes);
            Assert.Equal((ulong)Producers * (Pushes * (ulong)(Pushes - 1) / 2), sink.OffsetSum);
        });
        Run([.. parties]);
    }

    /// <summary>Page numbers that sometimes coalesce and sometimes do not, unique per push.</summary>
    private static DirtyPage Page(int i) => new((uint)(i >> 5) & 1, (ulong)(i % 3 == 0 ? i + (1 << 20) : i));

    private static void ResetAll(TestRing ring, int pushes)
    {
        CountingSink sink = new();
        Drain(ring, ref sink, pushes);
        ulong expected = 0;
        for (int i = 0; i < pushes; i++)
            expected += Page(i).Offset;
        Assert.Equal(((ulong)pushes, expected), (sink.Pages, sink.OffsetSum));
    }

    private static void Drain(TestRing ring, ref CountingSink sink, int entries)
    {
        long deadline = Environment.TickCount64 + (long)s_timeout.TotalMilliseconds;
        for (int reset = 0; reset < entries;)
        {
            int now = ring.Resetter.Reset(ref sink, maxEntries: 17).Entries;
            reset += now;
            if (now == 0)
                Thread.Yield();
            Assert.True(Environment.TickCount64 < deadline, $"Only {reset} of {entries} entries came to the resetter.");
        }
    }

    /// <summary>Runs each party on its own thread, and passes on the first failure.</summary>
    private static void Run(params Action[] parties)
    {
        List<Exception> failures = [];
        List<Thread> threads = [];
        foreach (Action party in parties)
        {
            Thread thread = new(() =>
            {
                try
                {
                    party();
                }
                catch (Exception failure)
                {
                    lock (failures)
                        failures.Add(failure);
                }
            });
            threads.Add(thread);
            thread.Start();
        }

        foreach (Thread thread in threads)
            Assert.True(thread.Join(s_timeout), "A party did not end.");
        Assert.Empty(failures);
    }

    private struct CountingSink : IResetSink
    {
        public ulong Pages { get; private set; }

        public ulong OffsetSum { get; private set; }

        public void ResetPages(uint slot, ulong offset, ulong mask)
        {
            for (ulong rest = mask; rest != 0; rest &= rest - 1)
            {
                Pages++;
                OffsetSum += offset + (uint)System.Numerics.BitOperations.TrailingZeroCount(rest);
            }
        }
    }
}
