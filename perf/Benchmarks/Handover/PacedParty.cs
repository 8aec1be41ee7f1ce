using System;
using System.Diagnostics;
using System.Threading;
using RingCore.Benchmarks.Measuring.TwoThreads;
using RingCore.Benchmarks.Platform;
using RingCore.Benchmarks.Transfer;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Handover;

/// <summary>
/// A producer that works between its pushes and is slower than its collector, which therefore always has caught up and polls: what does
/// the ring cost the producer? Its time is the figure.
/// </summary>
/// <param name="name">What the table calls it.</param>
/// <param name="face">The ring.</param>
/// <param name="entries">Entries of the ring.</param>
/// <param name="pollPauses">Pauses of the processor between two polls; negative: nothing is pushed and nobody polls.</param>
internal sealed class PacedParty<TFace>(string name, TFace face, int entries, int pollPauses) : ITwoThreadParty
    where TFace : struct, IRingFace
{
    /// <summary>Nobody polls.</summary>
    internal const int Unpolled = -1;

    private const int HarvestPages = 64;

    // A chain of multiplications and additions, some 100 ns long.
    private const int WorkSteps = 64;
    private const ulong Multiplier = 6364136223846793005;

    private ulong _work = 1;
    private double _producerNanoseconds;
    private long _turnsProduced;
    private long _turns;

    public string Name { get; } = name;

    public void Produce(long items)
    {
        TFace ring = face;
        ulong work = _work;
        long start = Stopwatch.GetTimestamp();
        for (long i = 0; i < items; i++)
        {
            for (int step = 0; step < WorkSteps; step++)
                work = (work * Multiplier) + 1;
            if (pollPauses == Unpolled)
                continue;
            if (ring.Push(new DirtyPage(0, (ulong)i)) > PushStatus.PublishedSoftFull)
                Refused(ring, new DirtyPage(0, (ulong)i));
        }

        _producerNanoseconds = Clock.NanosecondsSince(start) / items;
        _work = work;
        Volatile.Write(ref _turnsProduced, _turnsProduced + 1);
    }

    public double Consume(long items)
    {
        TFace ring = face;
        CountingSink sink = default;
        Span<DirtyPage> pages = stackalloc DirtyPage[HarvestPages];
        int unreset = 0;
        ulong sum = 0;
        for (long received = 0; pollPauses != Unpolled && received < items;)
        {
            int taken = ring.Harvest(pages).Entries;
            foreach (DirtyPage page in pages[..taken])
                sum += page.Offset;
            received += taken;
            unreset += taken;
            if (unreset >= entries / 4)
                unreset -= ring.Reset(ref sink).Entries;
            if (taken == 0 && pollPauses > 0)
                Thread.SpinWait(pollPauses);
        }

        ring.Reset(ref sink);
        if (pollPauses != Unpolled && (sink.Pages != items || sum != (ulong)items * (ulong)(items - 1) / 2))
            throw new InvalidOperationException($"{Name}: {items} pages were sent, {sink.Pages} reset, and the sum of their numbers is {sum}.");
        _turns++;
        while (Volatile.Read(ref _turnsProduced) != _turns)
            Thread.SpinWait(1);
        return _producerNanoseconds;
    }

    public void Dispose() => face.Dispose();

    /// <summary>The collector was taken off its processor: the turn will not count, but nothing may be lost.</summary>
    private static void Refused(TFace ring, DirtyPage page)
    {
        while (ring.Push(page) > PushStatus.PublishedSoftFull)
            Thread.Yield();
    }
}
