using System;
using System.Diagnostics;
using System.Threading;
using RingCore.Benchmarks.Measuring.TwoThreads;
using RingCore.Benchmarks.Platform;
using RingCore.Benchmarks.Transfer;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Handover;

/// <summary>
/// Bursts into an idle ring: the producer pushes so many pages, page by page, and waits until the collector has harvested them all and says
/// so by one word. The word's trip is part of each burst and the same for all rings.
/// </summary>
/// <param name="name">What the table calls it.</param>
/// <param name="face">The ring.</param>
/// <param name="entries">Entries of the ring.</param>
/// <param name="burstPages">Pages of a burst, at most a quarter of the ring.</param>
internal sealed class BurstParty<TFace>(string name, TFace face, int entries, int burstPages) : ITwoThreadParty
    where TFace : struct, IRingFace
{
    private const int MaxHarvestPages = 256;

    // A word with nothing else within 256 bytes, and some more than that on either side.
    private readonly long[] _words = new long[96];
    private long _sent;
    private long _received;

    public string Name { get; } = name;

    private ref long Acknowledged => ref _words[48];

    public void Produce(long items)
    {
        TFace ring = face;
        for (long sent = 0; sent < items; sent += burstPages)
        {
            for (long page = sent; page < sent + burstPages; page++)
            {
                if (ring.Push(new DirtyPage(0, (ulong)page)) > PushStatus.PublishedSoftFull)
                    throw new InvalidOperationException($"{Name}: an idle ring refused a page.");
            }

            _sent += burstPages;
            while (Volatile.Read(ref Acknowledged) != _sent)
            {
            }
        }
    }

    public double Consume(long items)
    {
        TFace ring = face;
        CountingSink sink = default;
        Span<DirtyPage> pages = stackalloc DirtyPage[Math.Min(burstPages, MaxHarvestPages)];
        int unreset = 0;
        ulong sum = 0;
        long received = 0;
        long start = Stopwatch.GetTimestamp();
        while (received < items)
        {
            for (int harvested = 0; harvested < burstPages;)
            {
                int taken = ring.Harvest(pages).Entries;
                foreach (DirtyPage page in pages[..taken])
                    sum += page.Offset;
                harvested += taken;
            }

            received += burstPages;
            unreset += burstPages;
            _received += burstPages;
            Volatile.Write(ref Acknowledged, _received);
            if (unreset >= entries / 4)
                unreset -= ring.Reset(ref sink).Entries;
        }

        double nanoseconds = Clock.NanosecondsSince(start) / received;
        ring.Reset(ref sink);
        if (sink.Pages != received || sum != (ulong)received * (ulong)(received - 1) / 2)
            throw new InvalidOperationException($"{Name}: {received} pages were sent, {sink.Pages} reset, and the sum of their numbers is {sum}.");
        return nanoseconds;
    }

    public void Dispose() => face.Dispose();
}
