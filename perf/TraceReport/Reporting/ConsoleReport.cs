using System;
using System.Collections.Generic;
using System.Linq;
using Spectre.Console;

namespace RingCore.TraceReport.Reporting;

/// <summary>Prints a summary.</summary>
internal static class ConsoleReport
{
    private const int BarWidth = 40;

    internal static void Print(TraceSummary trace, IAnsiConsole console)
    {
        Rows(console, "", Facts.Of(trace));
        bool manyProcesses = trace.Rings.Select(ring => ring.Process).Distinct().Count() > 1;
        foreach (RingSummary ring in trace.Rings)
        {
            Rows(console, ring.Name(manyProcesses), Facts.Of(ring));
            if (ring.IsIdle)
                continue;
            if (ring.MaxUsed is { } most)
                Line(console, "fill over time", $"|{Words.Spark(ring.UsedPerPart, ring.Entries > 0 ? ring.Entries : most)}|");
            Buckets(console, "entries per harvest", ring.HarvestBatches);
            Buckets(console, "entries per reset", ring.ResetBatches);
        }

        foreach (TrackerSummary tracker in trace.Trackers)
        {
            Rows(console, tracker.Name(manyProcesses), Facts.Of(tracker));
            Buckets(console, "pages per round", tracker.Pages);
            Buckets(console, "µs to collect a round", tracker.CollectMicroseconds);
        }

        if (trace.Rings.Count + trace.Trackers.Count == 0)
            console.WriteLine("No event of RingCore: was the provider RingCore turned on, and does the process use rings?");
    }

    private static void Rows(IAnsiConsole console, string title, IEnumerable<(string Name, string Value)> rows)
    {
        console.WriteLine();
        if (title.Length > 0)
            console.WriteLine(title);
        foreach ((string name, string value) in rows)
            Line(console, name, value);
    }

    private static void Line(IAnsiConsole console, string name, string value) => console.WriteLine($"  {name,-24}{value}");

    private static void Buckets(IAnsiConsole console, string title, HistogramSummary histogram)
    {
        if (histogram.Count == 0)
            return;
        console.WriteLine($"  {title}");
        long most = histogram.Buckets.Max(bucket => bucket.Count);
        foreach (Rings.HistogramBucket bucket in histogram.Buckets)
        {
            string range = bucket.From == bucket.To ? Words.Number(bucket.From) : $"{Words.Number(bucket.From)}..{Words.Number(bucket.To)}";
            int bar = (int)Math.Ceiling((double)bucket.Count / most * BarWidth);
            console.WriteLine($"  {range,24} {new string('#', bar)} {Words.Number(bucket.Count)}");
        }
    }
}
