using System.Collections.Generic;

namespace RingCore.TraceReport.Rings;

/// <summary>What a trace says about one tracker's rounds.</summary>
internal sealed class TracedTracker(int process, long id)
{
    private long _firstRound = long.MaxValue;
    private long _lastRound = long.MinValue;

    internal int Process { get; } = process;

    /// <summary>The tracker's id in its process.</summary>
    internal long Id { get; } = id;

    /// <summary>The source of dirtiness; empty if it was chosen before the session.</summary>
    internal string Source { get; private set; } = "";

    /// <summary>Why that one.</summary>
    internal string Why { get; private set; } = "";

    /// <summary>Rounds during the trace, by their numbers, those whose events were lost included.</summary>
    internal long Rounds => _lastRound < _firstRound ? 0 : _lastRound - _firstRound + 1;

    /// <summary>Rounds whose consumer committed them.</summary>
    internal long Committed { get; private set; }

    /// <summary>Rounds that were given back without a commit.</summary>
    internal long Abandoned { get; private set; }

    /// <summary>Pages of a round.</summary>
    internal Histogram Pages { get; } = new();

    /// <summary>Microseconds that collecting a round took.</summary>
    internal Histogram CollectMicroseconds { get; } = new();

    /// <summary>Microseconds from a round's collection to its commit.</summary>
    internal Histogram CommitMicroseconds { get; } = new();

    /// <summary>The rounds that the trace holds.</summary>
    internal List<CollectedRound> Collections { get; } = [];

    /// <summary>Pages of all rounds that the trace holds.</summary>
    internal long TotalPages { get; private set; }

    internal void Choose(string source, string why)
    {
        Source = source;
        Why = why;
    }

    internal void Collect(double atMs, long round, long pages, long microseconds)
    {
        NoteRound(round);
        Pages.Add(pages);
        TotalPages += pages;
        CollectMicroseconds.Add(microseconds);
        Collections.Add(new CollectedRound(round, new Interval(atMs - (microseconds / 1000.0), atMs), pages));
    }

    internal void End(long round, bool committed, long microseconds)
    {
        NoteRound(round);
        if (committed)
        {
            Committed++;
            CommitMicroseconds.Add(microseconds);
        }
        else
        {
            Abandoned++;
        }
    }

    private void NoteRound(long round)
    {
        _firstRound = long.Min(_firstRound, round);
        _lastRound = long.Max(_lastRound, round);
    }
}
