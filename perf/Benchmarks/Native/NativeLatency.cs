using System;
using RingCore.Benchmarks.Latency;
using RingCore.Benchmarks.Measuring.TwoThreads;

namespace RingCore.Benchmarks.Native;

/// <summary>One item goes back and forth through two idle queues in C; timed as our rings are, a batch of trips at a time.</summary>
internal sealed unsafe class NativeLatency : ITwoThreadParty
{
    private readonly NativeCompetitor _competitor;
    private readonly TripTimer _timer = new();
    private nint _there;
    private nint _back;

    /// <param name="competitor">Whose.</param>
    /// <param name="entries">Entries of either queue, a power of two.</param>
    /// <exception cref="InvalidOperationException">The queues cannot be made.</exception>
    internal NativeLatency(NativeCompetitor competitor, int entries)
    {
        _competitor = competitor;
        Name = competitor.DisplayName;
        _there = competitor.Create((uint)entries);
        _back = competitor.Create((uint)entries);
        if (_there == 0 || _back == 0)
            throw new InvalidOperationException($"{Name}: two queues of {entries} entries cannot be made.");
    }

    public string Name { get; }

    public void Produce(long items)
    {
        for (long i = 0; i < items; i += TripTimer.BatchTrips)
            _competitor.Bounce(_back, _there, TripTimer.BatchTrips, 0);
    }

    public double Consume(long items)
    {
        _timer.Clear();
        for (long i = 0; i < items; i += TripTimer.BatchTrips)
        {
            _timer.Begin();
            _competitor.Bounce(_there, _back, TripTimer.BatchTrips, 1);
            _timer.End();
        }

        return _timer.Median();
    }

    public void Dispose()
    {
        if (_there != 0)
        {
            _competitor.Destroy(_there);
            _competitor.Destroy(_back);
        }

        _there = _back = 0;
    }
}
