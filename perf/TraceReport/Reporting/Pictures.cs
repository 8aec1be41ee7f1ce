using System;
using System.Collections.Generic;
using System.Linq;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;
using RingCore.Benchmarks.Reporting;
using RingCore.TraceReport.Rings;

namespace RingCore.TraceReport.Reporting;

/// <summary>Draws the page's pictures as SVG elements.</summary>
internal static class Pictures
{
    private const double Width = 1000;
    private const double HalfWidth = 490;
    private const double ChartHeight = 260;
    private const double LaneHeight = 34;
    private const double TimelineMargin = 110;
    // The same for all pictures over time, so that what stands below each other happened together.
    private const double LeftMargin = 190;
    // Stretches that lie closer than a pixel or so are drawn as one: a trace may have tens of thousands.
    private const double DrawnParts = 1500;

    private static readonly OxyColor s_softFull = OxyColor.FromRgb(0xc5, 0x30, 0x30);
    private static readonly OxyColor s_gc = OxyColor.FromRgb(0xb7, 0x79, 0x1f);
    private static readonly OxyColor s_pool = OxyColor.FromRgb(0x6b, 0x46, 0xc1);
    private static readonly OxyColor s_used = OxyColor.FromRgb(0x2b, 0x6c, 0xb0);
    private static readonly OxyColor s_reset = OxyColor.FromRgb(0x2f, 0x85, 0x5a);

    /// <summary>A lane for each ring's soft-full time, one each for the runtime's stalls, and one for each tracker's collections.</summary>
    internal static string Timeline(TraceSummary trace, bool manyProcesses)
    {
        List<(string Name, OxyColor Color, List<Interval> Intervals)> lanes =
        [
            ("GC pauses", s_gc, [.. trace.GcPauses.Select(pause => new Interval(pause.StartMs, pause.StartMs + pause.Milliseconds))]),
            ("thread-pool stalls", s_pool, [.. trace.PoolStalls.Select(stall => new Interval(stall.StartMs, stall.StartMs + stall.Milliseconds))]),
            .. trace.Rings.Where(ring => !ring.IsIdle).Select(ring => ($"{ring.Name(manyProcesses)}: soft full", s_softFull,
                ring.Episodes.Select(episode => new Interval(episode.StartMs, episode.StartMs + episode.Milliseconds)).ToList())),
            .. trace.Trackers.Select(tracker => ($"{tracker.Name(manyProcesses)}: collecting", s_reset,
                tracker.Collections.Select(round => new Interval(round.StartMs, round.StartMs + round.Milliseconds)).ToList())),
        ];
        lanes.Reverse();
        PlotModel plot = PlotOverTime("Who stood still, and when");
        CategoryAxis names = new() { Position = AxisPosition.Left, IsTickCentered = true, GapWidth = 0.4 };
        names.Labels.AddRange(lanes.Select(lane => lane.Name));
        plot.Axes.Add(names);
        plot.Axes.Add(TimeAxis(trace));
        IntervalBarSeries bars = new() { StrokeThickness = 0, LabelFormatString = null };
        double least = trace.Milliseconds / DrawnParts;
        for (int i = 0; i < lanes.Count; i++)
        {
            foreach (Interval interval in Overlap.Union(lanes[i].Intervals, least))
            {
                bars.Items.Add(new IntervalBarItem(interval.StartMs, Math.Max(interval.EndMs, interval.StartMs + least)) { CategoryIndex = i, Color = lanes[i].Color });
            }
        }

        plot.Series.Add(bars);
        return Export(plot, Width, (lanes.Count * LaneHeight) + TimelineMargin);
    }

    /// <summary>Entries in use over time, with the soft limit.</summary>
    internal static string Fill(TraceSummary trace, RingSummary ring)
    {
        PlotModel plot = PlotOverTime("Entries in use (the most in each part of the trace)");
        plot.Axes.Add(TimeAxis(trace));
        plot.Axes.Add(CountAxis());
        AreaSeries used = new() { Color = s_used, StrokeThickness = 1 };
        used.Points.AddRange(Steps(trace, ring.UsedPerPart.Select(value => (double)value)));
        plot.Series.Add(used);
        if (ring is { Entries: > 0, ReservedEntries: { } reserved })
        {
            LineSeries limit = new() { Color = s_softFull, StrokeThickness = 1, LineStyle = LineStyle.Dash };
            limit.Points.Add(new DataPoint(0, ring.Entries - reserved));
            limit.Points.Add(new DataPoint(trace.Milliseconds, ring.Entries - reserved));
            plot.Series.Add(limit);
        }

        return Export(plot, Width, ChartHeight);
    }

    /// <summary>Entries harvested and reset a second, over time; items published and taken, of a typed ring.</summary>
    internal static string Throughput(TraceSummary trace, RingSummary ring)
    {
        PlotModel plot = PlotOverTime("Entries a second");
        plot.Axes.Add(TimeAxis(trace));
        plot.Axes.Add(CountAxis());
        plot.Legends.Add(new Legend { LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.BottomCenter, LegendOrientation = LegendOrientation.Horizontal });
        double perSecond = trace.Milliseconds > 0 ? trace.Parts / trace.Milliseconds * 1000 : 0;
        if (ring.Losses is null)
        {
            plot.Series.Add(Curve("harvested", s_used, LineStyle.Solid, ring.Harvested.PerPart));
            plot.Series.Add(Curve("reset", s_reset, LineStyle.Dash, ring.Reset.PerPart));
        }
        else
        {
            plot.Series.Add(Curve("published", s_used, LineStyle.Solid, ring.Published.PerPart));
            if (!ring.Losses.Lost.IsKnown)
                plot.Series.Add(Curve("taken", s_reset, LineStyle.Dash, ring.Harvested.PerPart));
        }

        return Export(plot, Width, ChartHeight);

        LineSeries Curve(string name, OxyColor color, LineStyle style, long[] parts)
        {
            LineSeries curve = new() { Title = name, Color = color, StrokeThickness = 1.5, LineStyle = style };
            curve.Points.AddRange(Steps(trace, parts.Select(count => count * perSecond)));
            return curve;
        }
    }

    /// <summary>A bar for each bucket.</summary>
    internal static string Bars(string title, string xAxis, HistogramSummary histogram)
    {
        PlotModel plot = Plot(title);
        CategoryAxis buckets = new() { Position = AxisPosition.Bottom, Title = xAxis, IsTickCentered = true, GapWidth = 0.15, Key = "x" };
        buckets.Labels.AddRange(histogram.Buckets.Select(bucket => Short(bucket.From)));
        plot.Axes.Add(buckets);
        LinearAxis counts = CountAxis();
        counts.Key = "y";
        plot.Axes.Add(counts);
        // OxyPlot's bars lie; with the axes exchanged they stand.
        BarSeries bars = new() { FillColor = s_used, XAxisKey = "y", YAxisKey = "x" };
        bars.Items.AddRange(histogram.Buckets.Select(bucket => new BarItem(bucket.Count)));
        plot.Series.Add(bars);
        return Export(plot, HalfWidth, ChartHeight);
    }

    private static IEnumerable<DataPoint> Steps(TraceSummary trace, IEnumerable<double> parts)
    {
        double width = trace.Milliseconds / trace.Parts;
        return parts.SelectMany((value, i) => new[] { new DataPoint(i * width, value), new DataPoint((i + 1) * width, value) });
    }

    private static string Short(long value) => value switch
    {
        >= 1 << 30 => $"{value >> 30}G",
        >= 1 << 20 => $"{value >> 20}M",
        >= 1 << 10 => $"{value >> 10}K",
        _ => Words.Number(value),
    };

    private static LinearAxis TimeAxis(TraceSummary trace) =>
        new() { Position = AxisPosition.Bottom, Title = "ms", Minimum = 0, Maximum = Math.Max(1, trace.Milliseconds), MajorGridlineStyle = LineStyle.Dot };

    private static LinearAxis CountAxis() =>
        new() { Position = AxisPosition.Left, Minimum = 0, MaximumPadding = 0.05, MajorGridlineStyle = LineStyle.Dot, StringFormat = "#,0.##" };

    private static PlotModel Plot(string title) => new()
    {
        Title = title,
        TitleFontSize = 14,
        TitleHorizontalAlignment = TitleHorizontalAlignment.CenteredWithinView,
        Background = OxyColors.White,
        Padding = new OxyThickness(8, 8, 24, 8),
        DefaultFont = "sans-serif",
    };

    private static PlotModel PlotOverTime(string title)
    {
        PlotModel plot = Plot(title);
        plot.PlotMargins = new OxyThickness(LeftMargin, double.NaN, double.NaN, double.NaN);
        return plot;
    }

    private static string Export(PlotModel plot, double width, double height)
    {
        SvgExporter exporter = new() { Width = width, Height = height, TextMeasurer = new WideText(), UseVerticalTextAlignmentWorkaround = true, IsDocument = false };
        string svg = exporter.ExportToString(plot);
        // OxyPlot draws its own failures into the picture.
        return plot.GetLastPlotException() is { } failure ? throw new InvalidOperationException($"The picture \"{plot.Title}\" cannot be drawn.", failure) : svg;
    }
}
