using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.Tracking.Tests;

public unsafe class MarkBitmapTests(ITestOutputHelper output)
{
    private const ulong End = ulong.MaxValue;
    private static readonly TimeSpan s_mostTime = TimeSpan.FromSeconds(1.5);

    [Fact]
    public void Hands_each_page_to_the_one_caller_that_set_its_mark()
    {
        using Words words = new(4);
        MarkBitmap<CoherentFencePoints> marks = new(words.Start);
        Assert.False(marks.AreSet(1, 0b11));
        Assert.Equal(0b01UL, marks.Set(1, 0b01));
        Assert.False(marks.AreSet(1, 0b11));
        Assert.Equal(0b10UL, marks.Set(1, 0b11));
        Assert.True(marks.AreSet(1, 0b11));
        Assert.Equal(0UL, marks.Set(1, 0b11));
        Assert.False(marks.AreSet(2, 0b11));
    }

    [Fact]
    public void Threads_that_mark_the_same_page_at_once_have_one_winner()
    {
        const int Rounds = 20_000;
        using Words words = new(Rounds / 64 + 1);
        nint start = (nint)words.Start;
        int[] wins = new int[2];
        using Barrier together = new(2);
        Parallel.For(0, 2, new ParallelOptions { MaxDegreeOfParallelism = 2 }, me =>
        {
            MarkBitmap<CoherentFencePoints> marks = new((ulong*)start);
            together.SignalAndWait();
            for (int page = 0; page < Rounds; page++)
                wins[me] += marks.Set(page >> 6, 1UL << (page & 63)) != 0 ? 1 : 0;
        });
        Assert.Equal(Rounds, wins.Sum());
    }

    [Fact]
    public void Rearms_just_the_pages_of_the_set_and_fences_after_the_last_clear()
    {
        const long Pages = 1000;
        using Words words = new(MarkBitmap<CoherentFencePoints>.WordsFor(Pages));
        using Words setWords = new(PageSet<CoherentFencePoints>.WordsFor(Pages));
        MarkBitmap<DelegatingFencePoints<Recording>> marks = new(words.Start);
        PageSet<DelegatingFencePoints<Recording>> set = new(setWords.Start, Pages);
        marks.Set(0, 0b111);
        marks.Set(9, 0b1);
        set.Add(1);
        set.Add(576);
        Recording.Clear();
        marks.Rearm(set);
        Assert.Equal(0b101UL, words.Start[0]);
        Assert.Equal(0UL, words.Start[9]);
        string[] ordered = [.. Recording.Log.Select(entry => entry.Access).Where(access => access != nameof(IFencePoints.ReadPlain))];
        Assert.Equal([nameof(IFencePoints.And), nameof(IFencePoints.And), nameof(IFencePoints.ProcessWideFence)], ordered);
    }

    /// <summary>
    /// The same loop without the fence is counted too: on x86-64 the store buffer lets the writer's test of the mark overtake its data store, and
    /// on two free cores some hundreds of writes are lost in a second. Not asserted: a loaded machine may never run both threads at once.
    /// </summary>
    [Fact]
    public void No_write_is_both_skipped_by_its_writer_and_missed_by_the_collector()
    {
        Assert.Equal(0, CountLostWrites<CoherentFencePoints>(100_000));
        output.WriteLine($"lost without the process-wide fence: {CountLostWrites<DelegatingFencePoints<Unfenced>>(200_000)}");
    }

    /// <summary>
    /// One page, marked; per turn the writer stores and tests the mark while the collector re-arms and reads. Both sides start each turn
    /// together.
    /// </summary>
    private static int CountLostWrites<TFence>(int turns)
        where TFence : IFencePoints
    {
        const int Line = 16; // 8-byte words in 128 bytes
        using Words shared = new(6 * Line);
        using Words setWords = new(1);
        nint start = (nint)shared.Start;
        bool[] skipped = new bool[turns];
        int lost = 0;
        Thread writer = new(() =>
        {
            ulong* words = (ulong*)start;
            MarkBitmap<TFence> marks = new(words + Line);
            for (int turn = 0; turn < turns; turn++)
            {
                if (!Await(words + (3 * Line), (ulong)turn + 1))
                    return;
                // The mark's line is at hand and the data's is not: that is when a load overtakes a store.
                _ = Volatile.Read(ref words[Line + 1]);
                Store(words + (2 * Line), (ulong)turn + 1);
                skipped[turn] = marks.AreSet(0, 1);
                Volatile.Write(ref words[4 * Line], (ulong)turn + 1);
            }
        });
        writer.Start();
        MarkBitmap<TFence> mine = new(shared.Start + Line);
        PageSet<TFence> page = new(setWords.Start, 1);
        page.Add(0);
        Stopwatch time = Stopwatch.StartNew();
        for (int turn = 0; turn < turns && time.Elapsed < s_mostTime; turn++)
        {
            shared.Start[Line] = 1;
            Interlocked.MemoryBarrier();
            Volatile.Write(ref shared.Start[3 * Line], (ulong)turn + 1);
            Thread.SpinWait(turn % 16);
            mine.Rearm(page);
            ulong read = Volatile.Read(ref shared.Start[2 * Line]);
            _ = Await(shared.Start + (4 * Line), (ulong)turn + 1);
            if (skipped[turn] && read != (ulong)turn + 1)
                lost++;
        }

        Volatile.Write(ref shared.Start[3 * Line], End);
        writer.Join();
        return lost;
    }

    /// <summary>Spins, and lets others have the core when that takes long.</summary>
    /// <returns>False where there is no further turn.</returns>
    private static bool Await(ulong* location, ulong value)
    {
        for (int spins = 0; ; spins++)
        {
            ulong seen = Volatile.Read(ref *location);
            if (seen == value || seen == End)
                return seen == value;
            if (spins > 1000)
                Thread.Yield();
        }
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Store(ulong* location, ulong value) => *location = value;
}
