using System.Collections.Immutable;
using System.Linq;
using System.Text;
using RingCore.Layouts;

namespace RingCore;

/// <summary>Writes a <see cref="RingReport"/> for people.</summary>
internal static class RingReportText
{
    // A hostile collector can make as many runs as there are entries.
    private const int MaxRuns = 32;

    internal static string Write(RingReport report)
    {
        StringBuilder text = new();
        _ = text.Append("ring ").Append(report.Id.ToString("N")).Append(": ").Append(report.Source).Append('\n');
        Line(text, "state", report.Reason);
        // The flagged ring uses neither avail nor fetch.
        bool hasIndices = report.Told?.Header.Design != (uint)SharedRingDesign.Flagged;
        if (report.Told is { } told)
        {
            string avail = hasIndices ? $"avail {told.Avail}, " : "";
            Line(text, "told", $"{avail}reset {told.Reset}, epoch {told.Epoch}, doorbell waits {told.DoorbellWaits}");
        }

        if (report.Answered is { } answered)
        {
            string fetch = hasIndices ? $"fetch {answered.Fetch}, " : "";
            Line(
                text, "answered",
                $"{fetch}doorbell {answered.Doorbell}, collector waits {answered.CollectorWaits}, reset waits {answered.ResetWaits}");
        }

        if (report.Private is { } own)
        {
            string journal = report.Journal is { } pushes ? $", pushes begun {pushes.Begun}, published {pushes.Published}" : "";
            Line(text, "private", $"producer waits {own.ProducerWaits}{journal}");
        }

        if (report.Entries.Length > 0)
            Entries(text, report);
        foreach (string remark in report.Remarks)
            Line(text, "odd", remark);
        return text.ToString();
    }

    internal static string Numbers(in SharedRingHeader header) =>
        $"{header.Entries} entries of {header.EntryBytes} bytes, {header.ReservedEntries} reserved";

    /// <summary>"0..17 harvested, 18..40 published, rest free".</summary>
    internal static string Runs(ImmutableArray<EntryRun> runs)
    {
        int used = runs.Length;
        while (used > 0 && runs[used - 1].Condition == EntryCondition.Free)
            used--;
        if (used == 0)
            return "all free";
        string text = string.Join(", ", runs.Take(System.Math.Min(used, MaxRuns)));
        if (used > MaxRuns)
            return $"{text}, and {runs.Length - MaxRuns} runs more";
        bool isOnlyFree = runs.Take(used).All(run => run.Condition != EntryCondition.Free);
        string[] rest = used == runs.Length ? [] : isOnlyFree ? ["rest free"] : [.. runs.Skip(used).Select(run => run.ToString())];
        return string.Join(", ", [text, .. rest]);
    }

    private static void Entries(StringBuilder text, RingReport report)
    {
        (int harvested, int published) = (report.Count(EntryCondition.Harvested), report.Count(EntryCondition.Published));
        string unknown = report.Count(EntryCondition.Unknown) is > 0 and var count ? $", {count} unknown" : "";
        Line(text, "in use", $"{harvested + published}: {harvested} harvested, {published} published{unknown}");
        string leftOut = report.EntriesLeftOut > 0 ? $"; the {report.EntriesLeftOut} behind them were not looked at" : "";
        string moving = report.IsSteady ? "" : " (the resetter moved meanwhile: of different moments)";
        Line(text, "entries", $"{Runs(report.Entries)}{leftOut}{moving}");
    }

    private static void Line(StringBuilder text, string what, string value) =>
        _ = text.Append("  ").Append(what.PadRight(10)).Append(value).Append('\n');
}
