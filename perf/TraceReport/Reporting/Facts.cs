using System.Collections.Generic;
using System.Linq;

namespace RingCore.TraceReport.Reporting;

/// <summary>What is said of a trace, of a ring and of a tracker, as pairs of name and value, for the console and the page alike.</summary>
internal static class Facts
{
    internal static IEnumerable<(string Name, string Value)> Of(TraceSummary trace)
    {
        yield return ("trace", $"{trace.Trace}, {Words.Ms(trace.Milliseconds)}, {Words.Number(trace.Events)} events, {Words.Number(trace.RingEvents.Values.Sum())} of them RingCore's; {Words.Lost(trace)}");
        if (trace.Fault is not null)
            yield return ("fault", trace.Fault);
        if (trace.Undecoded > 0)
            yield return ("not understood", $"{Words.Number(trace.Undecoded)} events of RingCore, of which the first: {trace.FirstUndecoded}");
        yield return ("soft full", Words.Stalls(trace.SoftFull.Time));
        yield return ("GC pauses", Words.Stalls(trace.GcTime));
        yield return ("thread-pool stalls", Words.Stalls(trace.PoolStallTime));
        yield return ("together", Words.Overlap(trace));
    }

    internal static IEnumerable<(string Name, string Value)> Of(RingSummary ring)
    {
        yield return ("ring", Words.Geometry(ring));
        if (ring.IsIdle)
        {
            yield return ("idle", "nothing went through it during the trace");
            yield break;
        }

        yield return ("published", Words.Counter(ring.Published));
        if (ring.Losses is { } losses)
        {
            if (!losses.Lost.IsKnown)
                yield return ("taken", Words.Counter(ring.Harvested));
            yield return ("losses", Words.Losses(losses));
        }
        else
        {
            yield return ("harvested", Words.Counter(ring.Harvested));
            yield return ("reset", Words.Counter(ring.Reset));
        }

        if (ring.Refused.IsKnown && ring.Losses is not { Lost.IsKnown: true })
            yield return ("refused full", Words.Number(ring.Refused.Count));
        if (ring.MaxUsed is { } most)
            yield return ("most used", ring.Entries > 0 ? $"{Words.Number(most)} of {Words.Number(ring.Entries)}" : Words.Number(most));
        yield return ("soft full", Words.Stalls(ring.SoftFull.Time) + (ring.SoftFull.Open > 0 ? $"; {ring.SoftFull.Open} without an end in the trace" : "")
            + (ring.SoftFull.EndsLost > 0 ? $"; of {ring.SoftFull.EndsLost} the session lost the end, their time is left out" : ""));
        if (ring.SoftFull.Time.Count > 0)
        {
            yield return ("stalled", Words.Threads(ring.SoftFull));
            yield return ("in GC pauses", $"{Words.Percent(ring.SoftFull.InGcPauses)} of soft-full time; in thread-pool stalls {Words.Percent(ring.SoftFull.InPoolStalls)}");
        }

        foreach ((string Name, string Value) fact in ring.Losses is null ? OfBatches(ring) : [])
            yield return fact;
        foreach (WaitSummary wait in ring.Waits)
            yield return ($"waits of the {wait.Side}", Words.Wait(wait));
    }

    /// <summary>What typed rings do not have: they tell of no batch, and have no resetter.</summary>
    private static IEnumerable<(string Name, string Value)> OfBatches(RingSummary ring)
    {
        yield return ("harvest batches", Words.Distribution(ring.HarvestBatches));
        yield return ("reset batches", Words.Distribution(ring.ResetBatches) + (ring.SinkCalls > 0
            ? $"; {Words.Number(ring.SinkCalls)} calls of the sink, {Words.Number(ring.ResetBatches.Mean * ring.ResetBatches.Count / ring.SinkCalls)} entries each, widest mask {ring.WidestMaskPages} pages"
            : ""));
        yield return ("violations", Words.Violations(ring.Violations));
    }

    internal static IEnumerable<(string Name, string Value)> Of(TrackerSummary tracker)
    {
        if (tracker.Source.Length > 0)
            yield return ("source", $"{tracker.Source}: {tracker.Why}");
        yield return ("rounds", $"{Words.Number(tracker.Rounds)}, {Words.Number(tracker.Committed)} committed, {Words.Number(tracker.Abandoned)} given back");
        yield return ("pages of a round", $"{Words.Distribution(tracker.Pages)}; {Words.Number(tracker.TotalPages)} in all");
        yield return ("collecting, µs", Words.Distribution(tracker.CollectMicroseconds));
        yield return ("to the commit, µs", Words.Distribution(tracker.CommitMicroseconds));
    }
}
