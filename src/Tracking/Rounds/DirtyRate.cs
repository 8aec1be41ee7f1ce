using System;

namespace RingCore.Tracking;

/// <summary>Pages per second over the last rounds. Under the collector's lock.</summary>
internal sealed class DirtyRate
{
    /// <summary>Rounds looked back on.</summary>
    internal const int Rounds = 8;

    private readonly TimeProvider _clock;
    private readonly (long Time, long Pages)[] _samples = new (long, long)[Rounds + 1];
    private int _count;

    /// <summary>Starts the clock.</summary>
    internal DirtyRate(TimeProvider clock)
    {
        _clock = clock;
        Add(0);
    }

    /// <summary>0 before the first round has ended.</summary>
    internal double PagesPerSecond
    {
        get
        {
            (long lastTime, long lastPages) = _samples[(_count - 1) % _samples.Length];
            (long firstTime, long firstPages) = _samples[_count <= _samples.Length ? 0 : _count % _samples.Length];
            double seconds = _clock.GetElapsedTime(firstTime, lastTime).TotalSeconds;
            return seconds > 0 ? (lastPages - firstPages) / seconds : 0;
        }
    }

    /// <summary>Notes the end of a round.</summary>
    /// <param name="pagesSoFar">Pages marked since the beginning.</param>
    internal void Add(long pagesSoFar)
    {
        _samples[_count % _samples.Length] = (_clock.GetTimestamp(), pagesSoFar);
        _count++;
    }
}
