using System;
using System.Globalization;
using System.Linq;
using KvmMigrate.Migration;
using RingCore.Kvm;
using Spectre.Console;

namespace KvmMigrate.Reports;

/// <summary>The tables that the program prints. Redirected, they are plain text of a fixed width.</summary>
internal static class MigrationTables
{
    private const int RedirectedWidth = 120;

    internal static void Print(MigrationReport report, string method, int vcpus, long passes)
    {
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = RedirectedWidth;
        TableBorder border = Console.IsOutputRedirected ? TableBorder.Ascii : TableBorder.Rounded;
        Table rounds = new Table().Border(border).AddColumns("round", "ms", "pages", "pages/s", "throttled", "soft-full exits");
        foreach (Round round in report.Rounds)
        {
            bool isLast = round == report.Rounds[^1];
            rounds.AddRow(
                round.Number == 0 ? "all memory" : isLast ? "stopped" : Text(round.Number), Text(round.Time.TotalMilliseconds), Text(round.Pages),
                round.Number == 0 || isLast ? "" : Text(round.PagesPerSecond), isLast ? "" : $"{Text(round.Throttle * 100)} %", Text(round.SoftFullExits));
        }

        AnsiConsole.Write(rounds);
        Table summary = new Table { ShowHeaders = false }.Border(border).AddColumns("", "");
        long pages = report.Rounds.Sum(round => round.Pages);
        summary.AddRow("method", $"{method}, {vcpus} vCPUs");
        summary.AddRow("rounds", $"{report.Rounds.Count}, {(report.IsConverged ? "converged" : "not converged: the rounds were over")}");
        summary.AddRow("pages copied", $"{Text(pages)} ({Text(pages * (double)GuestMemory.PageBytes / (1 << 20))} MiB) of {Text(report.Rounds[0].Pages)}");
        summary.AddRow("downtime", $"{report.Downtime.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture)} ms, {Text(report.Rounds[^1].Pages)} pages");
        summary.AddRow("guest", $"{Text(passes)} passes over its input, in both machines together");
        AnsiConsole.Write(summary);
    }

    private static string Text(double number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
