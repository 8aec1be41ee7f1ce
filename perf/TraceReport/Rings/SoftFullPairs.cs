using System.Collections.Generic;
using System.Linq;

namespace RingCore.TraceReport.Rings;

/// <summary>
/// Pairs the beginnings and ends of a ring's soft-full episodes by their number: they may be raised by different threads, and either may be
/// missing.
/// </summary>
internal sealed class SoftFullPairs
{
    private const double MicrosecondsPerMillisecond = 1000;

    private readonly Dictionary<int, (double AtMs, int Thread, int Used)> _entered = [];
    private readonly Dictionary<int, (double AtMs, int Thread, double Milliseconds)> _left = [];

    /// <summary>An episode began.</summary>
    internal void Enter(double atMs, int thread, int number, int used) => _entered[number] = (atMs, thread, used);

    /// <summary>An episode ended, <paramref name="microseconds"/> after it began.</summary>
    internal void Leave(double atMs, int thread, int number, long microseconds) => _left[number] = (atMs, thread, microseconds / MicrosecondsPerMillisecond);

    /// <summary>The episodes by their beginning. The durations are the ring's own.</summary>
    /// <param name="endMs">The trace's end: an episode that did not end lasts until then.</param>
    /// <param name="isOver">Whether the ring is disposed: its last episode has ended too.</param>
    internal IReadOnlyList<SoftFullEpisode> Episodes(double endMs, bool isOver)
    {
        int last = isOver ? int.MaxValue : _entered.Keys.Concat(_left.Keys).DefaultIfEmpty().Max();
        List<SoftFullEpisode> episodes = [];
        foreach ((int number, (double atMs, int thread, int used)) in _entered)
        {
            bool hasEnd = _left.TryGetValue(number, out (double AtMs, int Thread, double Milliseconds) left);
            bool isOpen = !hasEnd && number == last;
            Interval interval = new(atMs, isOpen ? endMs : atMs + left.Milliseconds);
            episodes.Add(new SoftFullEpisode(number, interval, thread, used, isOpen) { IsEndLost = !hasEnd && !isOpen });
        }

        foreach ((int number, (double atMs, int thread, double milliseconds)) in _left)
        {
            if (!_entered.ContainsKey(number))
                episodes.Add(new SoftFullEpisode(number, new Interval(atMs - milliseconds, atMs), thread, null, IsOpen: false));
        }

        return [.. episodes.OrderBy(episode => episode.Interval.StartMs)];
    }
}
