using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;
using RingCore.Benchmarks.Bounds;
using RingCore.Benchmarks.Measuring;

namespace RingCore.Benchmarks.Reporting;

/// <summary>Draws the pictures of a results folder.</summary>
internal static class Pictures
{
    private const double Width = 760;
    private const double ChartHeight = 420;
    private const double LegendLineHeight = 18;
    private const double BarHeight = 34;
    private const double BarsMargin = 120;

    private static readonly OxyThickness s_padding = new(8, 24, 24, 8);
    private static readonly OxyColor s_ours = OxyColor.FromRgb(0x2b, 0x6c, 0xb0);
    private static readonly OxyColor s_spread = OxyColor.FromRgb(0x1a, 0x20, 0x2c);

    /// <summary>The file of a scenario's bars.</summary>
    internal static string NameOf(string scenario, Regime regime) =>
        $"{scenario}-ratios{(regime == Regime.Single ? "" : "-" + BoundsReport.Word(regime))}.svg";

    /// <summary>The file of a chart.</summary>
    internal static string NameOf(Chart chart) => $"{chart.Name}.svg";

    /// <summary>Draws all.</summary>
    internal static void Draw(Measured measured, string folder)
    {
        foreach (IGrouping<(string Scenario, Regime Regime), Comparison> group in measured.Comparisons.GroupBy(c => (c.Scenario, c.Regime)))
        {
            List<Comparison> shown = Shown([.. group]);
            Export(Bars(group.Key.Scenario, group.Key.Regime, shown), (shown.Count * BarHeight) + BarsMargin, Path.Combine(folder, NameOf(group.Key.Scenario, group.Key.Regime)));
        }

        foreach (Chart chart in measured.Charts)
            Export(Lines(chart), ChartHeight + (chart.Curves.Count * LegendLineHeight), Path.Combine(folder, NameOf(chart)));
    }

    /// <summary>The best of ours against each peer; where there are more of ours than peers, each of ours against its best peer. By rising ratio.</summary>
    private static List<Comparison> Shown(List<Comparison> comparisons)
    {
        ILookup<string, Comparison> byPeer = comparisons.ToLookup(c => c.Against);
        ILookup<string, Comparison> bySubject = comparisons.ToLookup(c => c.Subject);
        IEnumerable<Comparison> shown = byPeer.Count >= bySubject.Count
            ? byPeer.Select(peer => peer.MaxBy(c => c.Ratio.Median)!)
            : bySubject.Select(ours => ours.MinBy(c => c.Ratio.Median)!);
        return [.. shown.OrderBy(c => c.Ratio.Median)];
    }

    /// <summary>A bar from 1 for each, and a line from p10 to p90.</summary>
    private static PlotModel Bars(string scenario, Regime regime, List<Comparison> comparisons)
    {
        PlotModel plot = Plot($"{scenario}{(regime == Regime.Single ? "" : ", " + BoundsReport.Word(regime))}: times as fast as the peer");
        CategoryAxis peers = new() { Position = AxisPosition.Left };
        peers.Labels.AddRange(comparisons.Select(c => FormattableString.Invariant($"{c.Subject} / {c.Against}: {c.Ratio.Median:0.00}")));
        plot.Axes.Add(peers);
        plot.Axes.Add(new LogarithmicAxis
        {
            Position = AxisPosition.Bottom,
            Title = "ratio (median; line: p10 to p90)",
            MajorGridlineStyle = LineStyle.Dot,
            Minimum = Math.Min(0.5, comparisons.Min(c => c.Ratio.P10) / 1.2),
            Maximum = Math.Max(2, comparisons.Max(c => c.Ratio.P90) * 1.2),
        });
        BarSeries bars = new() { FillColor = s_ours, BaseValue = 1 };
        bars.Items.AddRange(comparisons.Select(c => new BarItem(c.Ratio.Median)));
        plot.Series.Add(bars);
        for (int i = 0; i < comparisons.Count; i++)
            plot.Series.Add(Segment(new DataPoint(comparisons[i].Ratio.P10, i), new DataPoint(comparisons[i].Ratio.P90, i), s_spread));
        return plot;
    }

    private static PlotModel Lines(Chart chart)
    {
        PlotModel plot = Plot(chart.Title);
        bool isByTwo = chart.Curves.SelectMany(curve => curve.Points).All(point => double.IsPow2(point.X));
        plot.Axes.Add(AxisOf(chart.IsXLogarithmic, isByTwo ? 2 : 10, AxisPosition.Bottom, chart.XAxis));
        plot.Axes.Add(AxisOf(chart.IsYLogarithmic, 10, AxisPosition.Left, chart.YAxis));
        plot.Legends.Add(new Legend { LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.BottomCenter, LegendOrientation = LegendOrientation.Vertical });
        for (int i = 0; i < chart.Curves.Count; i++)
        {
            Curve curve = chart.Curves[i];
            OxyColor color = plot.DefaultColors[i % plot.DefaultColors.Count];
            LineSeries line = new() { Title = curve.Name, Color = color, MarkerType = MarkerType.Circle, MarkerSize = 3, MarkerFill = color };
            line.Points.AddRange(curve.Points.Select(point => new DataPoint(point.X, point.Y.Median)));
            plot.Series.Add(line);
            foreach (CurvePoint point in curve.Points)
                plot.Series.Add(Segment(new DataPoint(point.X, point.Y.P10), new DataPoint(point.X, point.Y.P90), color));
        }

        return plot;
    }

    private static PlotModel Plot(string title) => new() { Title = title, TitleFontSize = 14, TitleHorizontalAlignment = TitleHorizontalAlignment.CenteredWithinView, Background = OxyColors.White, Padding = s_padding, DefaultFont = "sans-serif" };

    private static Axis AxisOf(bool isLogarithmic, int power, AxisPosition position, string title)
    {
        Axis axis = isLogarithmic ? new LogarithmicAxis { Base = power } : new LinearAxis { MinimumPadding = 0.05 };
        axis.Position = position;
        axis.Title = title;
        axis.MajorGridlineStyle = LineStyle.Dot;
        return axis;
    }

    private static LineSeries Segment(DataPoint from, DataPoint to, OxyColor color)
    {
        LineSeries segment = new() { Color = color, StrokeThickness = 1.5 };
        segment.Points.Add(from);
        segment.Points.Add(to);
        return segment;
    }

    private static void Export(PlotModel plot, double height, string path)
    {
        using FileStream file = File.Create(path);
        new SvgExporter { Width = Width, Height = height, TextMeasurer = new WideText(), UseVerticalTextAlignmentWorkaround = true }.Export(plot, file);
    }
}
