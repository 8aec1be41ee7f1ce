using System;
using RingCore.Benchmarks.Measuring.TwoThreads;
using RingCore.Benchmarks.Transfer;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Latency;

/// <summary>
/// One page goes back and forth through two idle rings, item by item. Each side is the producer of one ring, and collector and resetter of the
/// other, which it resets by the quarter.
/// </summary>
/// <param name="name">What the table calls it.</param>
/// <param name="there">The ring from the server to the echo.</param>
/// <param name="back">The ring from the echo to the server.</param>
/// <param name="entries">Entries of either, 4 or more.</param>
internal sealed class RingLatency<TFace>(string name, TFace there, TFace back, int entries) : ITwoThreadParty
    where TFace : struct, IRingFace
{
    private readonly TripTimer _timer = new();

    public string Name { get; } = name;

    public void Produce(long items)
    {
        TFace from = there;
        TFace to = back;
        CountingSink sink = default;
        int unreset = 0;
        for (long i = 0; i < items; i += TripTimer.BatchTrips)
        {
            Echo(ref from, ref to);
            unreset = ResetByQuarter(ref from, unreset + TripTimer.BatchTrips, ref sink);
        }

        from.Commit();
        from.Reset(ref sink);
    }

    public double Consume(long items)
    {
        TFace from = back;
        TFace to = there;
        CountingSink sink = default;
        int unreset = 0;
        _timer.Clear();
        for (long i = 0; i < items; i += TripTimer.BatchTrips)
        {
            _timer.Begin();
            Serve(ref from, ref to, (ulong)i);
            _timer.End();
            unreset = ResetByQuarter(ref from, unreset + TripTimer.BatchTrips, ref sink);
        }

        from.Commit();
        from.Reset(ref sink);
        return _timer.Median();
    }

    public void Dispose()
    {
        there.Dispose();
        back.Dispose();
    }

    private void Echo(ref TFace from, ref TFace to)
    {
        DirtyPage page;
        for (int trip = 0; trip < TripTimer.BatchTrips; trip++)
        {
            while (!from.TryTake(out page))
            {
            }

            if (to.Push(page) > PushStatus.PublishedSoftFull)
                throw new InvalidOperationException($"{Name}: an idle ring refused a page.");
        }
    }

    private void Serve(ref TFace from, ref TFace to, ulong first)
    {
        DirtyPage page;
        for (ulong sent = first; sent < first + TripTimer.BatchTrips; sent++)
        {
            if (to.Push(new DirtyPage(0, sent)) > PushStatus.PublishedSoftFull)
                throw new InvalidOperationException($"{Name}: an idle ring refused a page.");
            while (!from.TryTake(out page))
            {
            }

            if (page.Offset != sent)
                throw new InvalidOperationException($"{Name}: page {sent} was sent and page {page.Offset} came back.");
        }
    }

    private int ResetByQuarter(ref TFace ring, int unreset, ref CountingSink sink) =>
        unreset < entries / 4 ? unreset : unreset - ring.Reset(ref sink).Entries;
}
