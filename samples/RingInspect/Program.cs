using System;
using System.Collections.Immutable;
using System.CommandLine;
using System.Threading;
using RingCore;
using RingCore.Tracking;

// Looks at the shared rings of a process from outside: `inspect --pid 4711`, `inspect --pid 4711 --watch 500`.
Option<int> pid = new("--pid") { Description = "The process: either side of a ring.", Required = true };
Option<int?> watch = new("--watch") { Description = "Looks again every so many milliseconds, until the process is gone or Ctrl+C." };
pid.Validators.Add(option => RefuseBelow(option.GetValueOrDefault<int>(), option.AddError));
watch.Validators.Add(option => RefuseBelow(option.GetValueOrDefault<int?>() ?? 1, option.AddError));
RootCommand command = new("Prints the shared rings and tracker records that a process has open. Read-only: the process does not notice.") { pid, watch };
command.SetAction(parse => Inspect(parse.GetValue(pid), parse.GetValue(watch)));
return command.Parse(args).Invoke();

static void RefuseBelow(int value, Action<string> refuse)
{
    if (value < 1)
        refuse($"{value} is less than 1.");
}

static int Inspect(int process, int? everyMilliseconds)
{
    while (true)
    {
        bool found = Print(process);
        if (!found || everyMilliseconds is null)
            return found ? 0 : 1;
        Thread.Sleep(everyMilliseconds.Value);
        Console.WriteLine();
    }
}

static bool Print(int process)
{
    ProcessReport rings = RingInspector.InspectProcess(process);
    ImmutableArray<TrackerReport> trackers = TrackerInspector.InspectProcess(process, out _);
    Console.Write($"{DateTime.UtcNow:HH:mm:ss.fff} {rings}");
    foreach (TrackerReport tracker in trackers)
        Console.Write(tracker);
    return rings.Rings.Length + trackers.Length > 0;
}
