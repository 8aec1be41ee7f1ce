using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace RingCore.TraceReport.Reporting;

/// <summary>The sentences and cells that the console and the page share.</summary>
internal static class Words
{
    private const string Blocks = "▁▂▃▄▅▆▇█";
    private const int MostThreads = 5;

    internal static string Number(double value) => value.ToString(value is > -100 and < 100 && value != Math.Floor(value) ? "0.##" : "N0", CultureInfo.InvariantCulture);

    internal static string Ms(double milliseconds) => milliseconds.ToString(milliseconds < 100 ? "0.###" : "N0", CultureInfo.InvariantCulture) + " ms";

    internal static string Counter(CounterSummary counter) => counter.IsKnown ? $"{Number(counter.Count)} ({Number(counter.PerSecond)}/s)" : "known to another process only";

    internal static string Stalls(StallSummary stalls) => stalls.Count == 0 ? "none" : $"{Number(stalls.Count)}, {Ms(stalls.TotalMs)} in all, longest {Ms(stalls.LongestMs)}";

    internal static string Distribution(HistogramSummary histogram) =>
        histogram.Count == 0 ? "none" : $"{Number(histogram.Count)}, mean {Number(histogram.Mean)}, largest {Number(histogram.Max)}";

    /// <summary>The page's and the console's answer to whether the runtime or the collector stalled the writers.</summary>
    internal static string Overlap(TraceSummary trace)
    {
        if (trace.SoftFull.Time.TotalMs <= 0)
            return "No ring was soft-full.";
        return $"{Percent(trace.SoftFull.InGcPauses)} of soft-full time fell into GC pauses ({Ms(trace.SoftFull.InGcPauses.Milliseconds)} of {Ms(trace.SoftFull.Time.TotalMs)}), " +
            $"{Percent(trace.SoftFull.InPoolStalls)} into thread-pool stalls.";
    }

    internal static string Percent(ShareSummary share) => share.Percent is { } percent ? percent.ToString("0", CultureInfo.InvariantCulture) + "%" : "-";

    internal static string Lost(TraceSummary trace) => trace.EventsLost == 0
        ? "no event lost by the session"
        : $"{Number(trace.EventsLost)} events lost by the session: counters stand, they are differences of totals; batches, episodes and waits are those that were seen";

    internal static string Geometry(RingSummary ring)
    {
        List<string> parts = [];
        if (ring.Design.Length > 0)
            parts.Add(ring.Design);
        if (ring.Entries > 0)
            parts.Add($"{Number(ring.Entries)} entries" + (ring.EntryBytes > 0 ? $" of {ring.EntryBytes} bytes" : ""));
        if (ring.ReservedEntries is { } reserved)
            parts.Add($"{reserved} reserved");
        if (ring.Harvester.Length > 0)
            parts.Add($"harvester {ring.Harvester}");
        if (ring.IsShared)
            parts.Add("shared");
        if (ring.CreatedMs is null)
            parts.Add("made before the session");
        return string.Join(", ", parts);
    }

    internal static string Threads(SoftFullSummary softFull) =>
        string.Join("; ", softFull.Threads.Take(MostThreads).Select(thread => $"thread {thread.Thread}: {Number(thread.Episodes)}, {Ms(thread.TotalMs)}"));

    internal static string Violations(ViolationSummary violations) => violations.Count == 0
        ? "none"
        : $"{Number(violations.Count)}; seen by kind: {string.Join(", ", violations.Kinds.Select(kind => $"{kind.Key} {Number(kind.Value)}"))}";

    internal static string Losses(LossSummary losses)
    {
        List<string> parts = [];
        if (losses.Dropped.Count > 0)
            parts.Add($"{Number(losses.Dropped.Count)} dropped");
        if (losses.Lost.Count > 0)
            parts.Add($"{Number(losses.Lost.Count)} lost by readers that were too late");
        if (losses.Skipped.Count > 0)
            parts.Add($"{Number(losses.Skipped.Count)} claims skipped");
        if (losses.Withheld > 0)
            parts.Add($"slots withheld: {losses.Withheld}");
        return parts.Count == 0 ? "none" : string.Join(", ", parts);
    }

    internal static string Wait(WaitSummary wait) =>
        $"{Number(wait.Waits)}, {Ms(wait.TotalMs)} in all ({string.Join(", ", wait.Endings.Select(ending => $"{ending.Key} {Number(ending.Value)}"))}); woken {Number(wait.Wakes)} times";

    /// <summary>Eight heights of block, one per two parts, from 0 to <paramref name="top"/>.</summary>
    internal static string Spark(int[] parts, int top)
    {
        StringBuilder line = new();
        for (int i = 0; i + 1 < parts.Length; i += 2)
        {
            int value = Math.Max(parts[i], parts[i + 1]);
            line.Append(value == 0 ? ' ' : Blocks[Math.Min(Blocks.Length - 1, (int)((long)value * Blocks.Length / Math.Max(1, top)))]);
        }

        return line.ToString();
    }
}
