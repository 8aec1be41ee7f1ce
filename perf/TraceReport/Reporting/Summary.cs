using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RingCore.TraceReport.Reading;
using RingCore.TraceReport.Rings;

namespace RingCore.TraceReport.Reporting;

/// <summary>Makes of what was read what is reported.</summary>
internal static class Summary
{
    private const int Parts = 120;

    internal static TraceSummary Of(ReadTrace trace)
    {
        ILookup<int, Interval> pauses = trace.GcPauses.ToLookup(pause => pause.Process, pause => pause.Interval);
        ILookup<int, Interval> stalls = trace.PoolStalls.ToLookup(stall => stall.Process, stall => stall.Interval);
        List<(TracedRing Ring, IReadOnlyList<SoftFullEpisode> Episodes)> rings = [.. trace.Log.Rings.Select(ring => (ring, ring.SoftFull.Episodes(trace.EndMs, ring.DisposedMs is not null)))];
        List<RingSummary> summaries =
            [.. rings.Select(ring => Of(ring.Ring, ring.Episodes, [.. pauses[ring.Ring.Key.Process]], [.. stalls[ring.Ring.Key.Process]], trace.EndMs))];

        // Only the processes that have rings: in a trace of a whole machine the others' pauses stall none of them.
        HashSet<int> processes = [.. rings.Select(ring => ring.Ring.Key.Process), .. trace.Log.Trackers.Select(tracker => tracker.Process)];
        return new TraceSummary
        {
            Trace = Path.GetFileName(trace.Path),
            Fault = trace.Fault,
            Start = trace.Start,
            Milliseconds = trace.EndMs,
            Parts = Parts,
            Events = trace.Events,
            EventsLost = trace.EventsLost,
            RingEvents = trace.RingEvents.ToDictionary(pair => pair.Key.ToString(), pair => pair.Value),
            Undecoded = trace.Undecoded,
            FirstUndecoded = trace.FirstUndecoded,
            SoftFull = OfAll(rings, summaries),
            GcTime = StallSummary.Of([.. trace.GcPauses.Where(pause => processes.Contains(pause.Process)).Select(pause => pause.Interval)]),
            PoolStallTime = StallSummary.Of([.. trace.PoolStalls.Where(stall => processes.Contains(stall.Process)).Select(stall => stall.Interval)]),
            Rings = summaries,
            Trackers = [.. trace.Log.Trackers.Select(TrackerSummary.Of)],
            GcPauses =
            [
                .. trace.GcPauses.Where(pause => processes.Contains(pause.Process))
                    .Select(pause => new PauseSummary(pause.Process, pause.Interval.StartMs, pause.Interval.Milliseconds, pause.Generation)),
            ],
            PoolStalls =
            [
                .. trace.PoolStalls.Where(stall => processes.Contains(stall.Process))
                    .Select(stall => new PoolStallSummary(stall.Process, stall.Interval.StartMs, stall.Interval.Milliseconds)),
            ],
        };
    }

    /// <summary>All rings together. Each ring's time was laid beside its own process's pauses, so the shares are added and not computed anew.</summary>
    private static SoftFullSummary OfAll(List<(TracedRing Ring, IReadOnlyList<SoftFullEpisode> Episodes)> rings, List<RingSummary> summaries)
    {
        SoftFullSummary all = SoftFullSummary.Of([.. rings.SelectMany(ring => ring.Episodes)], [], []);
        return all with { InGcPauses = Sum(summary => summary.InGcPauses), InPoolStalls = Sum(summary => summary.InPoolStalls) };

        ShareSummary Sum(Func<SoftFullSummary, ShareSummary> share)
        {
            double milliseconds = summaries.Sum(ring => share(ring.SoftFull).Milliseconds);
            return new ShareSummary(milliseconds, all.Time.TotalMs > 0 ? milliseconds / all.Time.TotalMs * 100 : null);
        }
    }

    private static RingSummary Of(TracedRing ring, IReadOnlyList<SoftFullEpisode> episodes, List<Interval> pauses, List<Interval> stalls, double endMs)
    {
        double lifeMs = (ring.DisposedMs ?? endMs) - (ring.CreatedMs ?? 0);
        return new RingSummary
        {
            Process = ring.Key.Process,
            Ring = ring.Key.Ring,
            Design = ring.Design,
            Harvester = ring.Harvester,
            Entries = ring.Entries,
            EntryBytes = ring.EntryBytes,
            ReservedEntries = ring.ReservedEntries,
            IsShared = ring.IsShared,
            CreatedMs = ring.CreatedMs,
            DisposedMs = ring.DisposedMs,
            Published = CounterSummary.Of(ring.Published, lifeMs, Parts, endMs),
            Harvested = CounterSummary.Of(ring.Harvested, lifeMs, Parts, endMs),
            Reset = CounterSummary.Of(ring.Reset, lifeMs, Parts, endMs),
            Refused = CounterSummary.Of(ring.Refused, lifeMs, Parts, endMs),
            Losses = ring.IsTyped ? LossSummary.Of(ring.Losses, lifeMs, Parts, endMs) : null,
            UsedPerPart = UsedPerPart(ring.Used, endMs),
            MaxUsed = ring.Used.Count == 0 ? null : ring.Used.Max(sample => sample.Used),
            SoftFull = SoftFullSummary.Of(episodes, pauses, stalls),
            Episodes =
            [
                .. episodes.Select(episode => new EpisodeSummary(
                    episode.Number, episode.Interval.StartMs, episode.Interval.Milliseconds, episode.Thread, episode.Used, episode.IsOpen)),
            ],
            HarvestBatches = HistogramSummary.Of(ring.HarvestBatches),
            ResetBatches = HistogramSummary.Of(ring.ResetBatches),
            Backlogs = HistogramSummary.Of(ring.Backlogs),
            SinkCalls = ring.SinkCalls,
            WidestMaskPages = ring.WidestMaskPages,
            Violations = new ViolationSummary(ring.Violations.Difference, ring.ViolationKinds),
            Waits = [.. ring.Waits.Select(side => WaitSummary.Of(side.Key, side.Value))],
        };
    }

    private static int[] UsedPerPart(List<(double AtMs, int Used)> samples, double endMs)
    {
        int[] most = new int[Parts];
        Array.Fill(most, -1);
        int[] last = new int[Parts];
        foreach ((double atMs, int used) in samples.OrderBy(sample => sample.AtMs))
        {
            int part = TimeParts.IndexOf(atMs, Parts, endMs);
            most[part] = Math.Max(most[part], used);
            last[part] = used;
        }

        int carried = 0;
        for (int i = 0; i < Parts; i++)
        {
            if (most[i] < 0)
                most[i] = carried;
            else
                carried = last[i];
        }

        return most;
    }
}
