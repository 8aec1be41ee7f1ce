using System;
using System.Collections.Generic;

namespace RingCore.TraceReport.Rings;

/// <summary>
/// A counter that only grows, seen now and then. What happened during the trace is the difference of two totals, so events that the session
/// lost take nothing away.
/// </summary>
internal sealed class Cumulative
{
    private readonly List<(double AtMs, long Total)> _samples = [];
    private long? _base;

    /// <summary>The highest total that was seen; 0 if none was.</summary>
    internal long Last { get; private set; }

    /// <summary>What was counted during the trace.</summary>
    internal long Difference => _base is { } first ? Last - first : 0;

    /// <summary>The totals as they came, in the order of the file.</summary>
    internal IReadOnlyList<(double AtMs, long Total)> Samples => _samples;

    /// <summary>Notes a total, of which <paramref name="added"/> came with this very event and so belongs to the trace.</summary>
    internal void Note(double atMs, long total, long added = 0)
    {
        long before = total - added;
        _base = _base is { } first ? Math.Min(first, before) : before;
        Last = Math.Max(Last, total);
        _samples.Add((atMs, total));
    }

    /// <summary>Whether any total was seen: some only another process knows.</summary>
    internal bool IsKnown => _base is not null;

    /// <summary>Notes that the counter stood at this or less when the trace began.</summary>
    internal void NoteBeginning(long atMost)
    {
        _base = _base is { } first ? Math.Min(first, atMost) : atMost;
        Last = Math.Max(Last, atMost);
    }

    /// <summary>Notes that a counter which is already known has come at least so far.</summary>
    internal void NoteAtLeast(double atMs, long total)
    {
        if (_base is null || total <= Last)
            return;
        Last = total;
        _samples.Add((atMs, total));
    }

    /// <summary>How much was counted in each of <paramref name="count"/> equal parts of the time from 0 to <paramref name="endMs"/>.</summary>
    internal long[] PerPart(int count, double endMs)
    {
        long[] highest = new long[count];
        long start = _base ?? 0;
        Array.Fill(highest, start);
        foreach ((double atMs, long total) in _samples)
        {
            int part = TimeParts.IndexOf(atMs, count, endMs);
            highest[part] = Math.Max(highest[part], total);
        }

        long[] counted = new long[count];
        for (int i = 0; i < count; i++)
        {
            long until = Math.Max(start, highest[i]);
            counted[i] = until - start;
            start = until;
        }

        return counted;
    }
}
