using System.Collections.Generic;
using System.Linq;
using RingCore.TraceReport.Rings;

namespace RingCore.TraceReport.Reporting;

/// <summary>The soft-full episodes of one ring, or of all.</summary>
/// <param name="Time">How many and how long.</param>
/// <param name="Open">Those that had not ended: they count to the trace's end.</param>
/// <param name="EndsLost">Those that had ended, and of which the session lost when: they count as no time.</param>
/// <param name="InGcPauses">Their time that fell into the same process's pauses for garbage collections.</param>
/// <param name="InPoolStalls">Their time that fell into stalls of its thread pool.</param>
/// <param name="Threads">Who was stalled; the longest first.</param>
internal sealed record SoftFullSummary(StallSummary Time, int Open, int EndsLost, ShareSummary InGcPauses, ShareSummary InPoolStalls, IReadOnlyList<StalledThread> Threads)
{
    internal static SoftFullSummary Of(IReadOnlyCollection<SoftFullEpisode> episodes, IReadOnlyList<Interval> pauses, IReadOnlyList<Interval> stalls)
    {
        List<Interval> intervals = [.. episodes.Select(episode => episode.Interval)];
        IEnumerable<StalledThread> threads = episodes
            .GroupBy(episode => episode.Thread)
            .Select(group => new StalledThread(group.Key, group.Count(), group.Sum(episode => episode.Interval.Milliseconds)))
            .OrderByDescending(thread => thread.TotalMs);
        return new SoftFullSummary(
            StallSummary.Of(intervals), episodes.Count(episode => episode.IsOpen), episodes.Count(episode => episode.IsEndLost), ShareSummary.Of(intervals, pauses), ShareSummary.Of(intervals, stalls), [.. threads]);
    }
}
