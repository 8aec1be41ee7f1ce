using System;
using System.Diagnostics;

namespace LiveCheckpoint.Checkpoints;

/// <summary>
/// Measures row changes per second with and without checkpoints in one run: four parts of the time with, one part without, by turns,
/// so that both see the same database at about the same age on the same machine. Row changes, because a transaction has 4 of them or 3,000.
/// </summary>
/// <remarks>
/// A slice with checkpoints begins with one and ends when the last is durable, so each pays for as many as fall due in it. Time spent on comparing images is left out, and so is the first
/// second of a run that lasts longer than four: code that is still being compiled would count against the slices that come first.
/// </remarks>
internal sealed class ThroughputSlices
{
    private const int OnParts = 4;
    private static readonly TimeSpan s_shortestOff = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _off;
    private readonly TimeSpan _leftOutAtFirst;
    private readonly long _runStart = Stopwatch.GetTimestamp();
    private readonly Tally _with = new();
    private readonly Tally _without = new();
    private long _sliceStart;
    private long _changes;
    private TimeSpan _leftOut;

    internal ThroughputSlices(TimeSpan checkpointEvery, TimeSpan duration)
    {
        _leftOutAtFirst = duration > 4 * s_warmUp ? s_warmUp : TimeSpan.Zero;
        _off = checkpointEvery > s_shortestOff ? checkpointEvery : s_shortestOff;
        Start(checkpoints: true);
    }

    /// <summary>Whether checkpoints are taken in this slice.</summary>
    internal bool CheckpointsAreOn { get; private set; }

    /// <summary>Whether the slice has lasted long enough.</summary>
    internal bool IsOver => Elapsed >= (CheckpointsAreOn ? OnParts * _off : _off);

    /// <summary>Row changes per second with checkpoints; null when too short a time was measured.</summary>
    internal double? PerSecondWith => _with.PerSecond;

    /// <summary>Row changes per second without; null when too short a time was measured.</summary>
    internal double? PerSecondWithout => _without.PerSecond;

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_sliceStart) - _leftOut;

    internal void CountChanges(int changes) => _changes += changes;

    internal void LeaveOut(TimeSpan time) => _leftOut += time;

    /// <summary>Ends the slice; <see cref="Start"/> begins another.</summary>
    internal void End()
    {
        Tally tally = CheckpointsAreOn ? _with : _without;
        bool isWarm = Stopwatch.GetElapsedTime(_runStart, _sliceStart) >= _leftOutAtFirst;
        if (isWarm)
            tally.Add(_changes, Elapsed);
    }

    internal void Start(bool checkpoints)
    {
        CheckpointsAreOn = checkpoints;
        _leftOut = TimeSpan.Zero;
        _changes = 0;
        _sliceStart = Stopwatch.GetTimestamp();
    }

    private sealed class Tally
    {
        private static readonly TimeSpan s_least = TimeSpan.FromMilliseconds(20);

        private long _changes;
        private TimeSpan _time;

        internal double? PerSecond => _time > s_least ? _changes / _time.TotalSeconds : null;

        internal void Add(long changes, TimeSpan time)
        {
            _changes += changes;
            _time += time;
        }
    }
}
