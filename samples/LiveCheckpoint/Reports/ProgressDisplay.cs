using System;
using System.Diagnostics;
using System.Globalization;
using System.Threading;
using LiveCheckpoint.Checkpoints;
using Spectre.Console;

namespace LiveCheckpoint.Reports;

/// <summary>Shows a run while it lasts: one line kept up to date on a terminal, a plain line per second elsewhere.</summary>
internal sealed class ProgressDisplay
{
    private static readonly TimeSpan s_refresh = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_plainLine = TimeSpan.FromSeconds(1);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private bool _hasNamedSource;

    /// <summary>Prints a line as it is.</summary>
    internal static void Say(string line) => Console.WriteLine(line);

    /// <summary>Shows progress until <paramref name="thread"/> has ended.</summary>
    internal void Follow(RunProgress progress, Thread thread)
    {
        while (progress.Source is null && !thread.Join(s_refresh / 10))
        {
        }
        NameSource(progress);
        if (Console.IsOutputRedirected)
            FollowPlainly(progress, thread);
        else
            AnsiConsole.Status().Start("starting", status => FollowLive(progress, thread, status));
        NameSource(progress);
    }

    private void NameSource(RunProgress progress)
    {
        if (_hasNamedSource || progress.Source is not { } source)
            return;
        _hasNamedSource = true;
        Say($"source: {source}");
    }

    private void FollowPlainly(RunProgress progress, Thread thread)
    {
        TimeSpan next = s_plainLine;
        while (!thread.Join(s_refresh))
        {
            if (_clock.Elapsed < next)
                continue;
            Say(Line(progress));
            next += s_plainLine;
        }
    }

    private void FollowLive(RunProgress progress, Thread thread, StatusContext status)
    {
        while (!thread.Join(s_refresh))
            status.Status(Markup.Escape(Line(progress)));
    }

    private string Line(RunProgress progress) => string.Create(CultureInfo.InvariantCulture,
        $"{_clock.Elapsed.TotalSeconds,5:F1} s  {progress.Transactions:N0} transactions, epoch {progress.Epochs}: {progress.DirtyPages:N0} dirty pages, pause {progress.Pause.TotalMilliseconds:F2} ms, lost {progress.Lost}");
}
