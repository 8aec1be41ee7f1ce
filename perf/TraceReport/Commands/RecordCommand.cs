using System;
using System.Collections.Generic;
using System.CommandLine;
using System.ComponentModel;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using RingCore.TraceReport.Reading;
using RingCore.TraceReport.Recording;

namespace RingCore.TraceReport.Commands;

/// <summary>Starts a command, records it, reports it.</summary>
internal static class RecordCommand
{
    internal static Command Create()
    {
        Option<string> name = new("--out") { Description = "Writes NAME.nettrace, NAME.html and NAME.json", HelpName = "NAME", Required = true };
        Argument<string[]> command = new("command") { Description = "Behind --, the command and its arguments", HelpName = "COMMAND", Arity = ArgumentArity.OneOrMore };
        Command record = new("record", "Runs a command, records the rings of the .NET process in it that has some, and reports them. Exits as the command does.") { name, command };
        record.SetAction(arguments => Run(arguments.GetValue(name)!, arguments.GetValue(command)!));
        return record;
    }

    private static int Run(string name, string[] command)
    {
        if (OperatingSystem.IsWindows())
        {
            Console.Error.WriteLine("record works on Linux and macOS. On Windows record with PerfView and report its .etl.zip.");
            return ExitCode.Failed;
        }

        try
        {
            return RunRecorded(name, command).GetAwaiter().GetResult();
        }
        catch (Exception failure) when (failure is Win32Exception or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"Not recorded: {failure.Message}");
            return ExitCode.Failed;
        }
    }

    private static async Task<int> RunRecorded(string name, string[] command)
    {
        string trace = name + ".nettrace";
        // Fails here, before the command has run, where nothing can be written.
        await File.WriteAllBytesAsync(trace, []).ConfigureAwait(false);
        File.Delete(trace);

        using Recording.Recording recording = new(name, Console.Error.WriteLine);
        (int exitCode, IReadOnlyList<RecordedProcess> processes) = await recording.Run(command).ConfigureAwait(false);
        Console.WriteLine();
        Console.WriteLine($"{command[0]} has ended with exit code {exitCode}; {processes.Count} .NET processes were recorded.");
        if (!Keep(processes, trace))
        {
            Console.Error.WriteLine(processes.Count == 0
                ? "No .NET process has connected: is the command one, and are its diagnostics not turned off (DOTNET_EnableDiagnostics=0)?"
                : "None of them has written an event of RingCore: no ring was made or used.");
            return exitCode == 0 ? ExitCode.Failed : exitCode;
        }

        Console.WriteLine($"trace: {trace}");
        int reported = ReportCommand.Run(trace, name);
        return exitCode == 0 ? reported : exitCode;
    }

    /// <summary>Gives the trace with the most events of RingCore the name asked for, leaves the others that have some, and deletes the rest.</summary>
    private static bool Keep(IReadOnlyList<RecordedProcess> processes, string trace)
    {
        List<RecordedProcess> byEvents = [];
        Dictionary<RecordedProcess, long> events = [];
        foreach (RecordedProcess process in processes)
        {
            events[process] = CountOf(process.Path);
            if (events[process] > 0)
                byEvents.Add(process);
            else
                File.Delete(process.Path);
        }

        byEvents.Sort((one, other) => events[other].CompareTo(events[one]));
        foreach (RecordedProcess other in byEvents.Skip(1))
            Console.WriteLine($"process {other.ProcessId} has rings too: {other.Path}, {events[other]} events.");
        if (byEvents.Count == 0)
            return false;
        File.Move(byEvents[0].Path, trace, overwrite: true);
        return true;
    }

    private static long CountOf(string path)
    {
        try
        {
            return TraceFile.Read(path).RingEvents.Values.Sum();
        }
        catch (TraceUnreadableException)
        {
            // A process that was gone before its session wrote anything.
            return 0;
        }
    }
}
