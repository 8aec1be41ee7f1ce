using System;
using System.CommandLine;
using System.IO;
using RingCore.TraceReport.Reading;
using RingCore.TraceReport.Reporting;

namespace RingCore.TraceReport.Commands;

/// <summary>The default command: reports a trace that there is.</summary>
internal static class ReportCommand
{
    private static readonly string[] s_extensions = [".etl.zip", ".etl", ".nettrace"];

    internal static RootCommand Create()
    {
        Argument<string> trace = new("trace") { Description = "A .nettrace of EventPipe, or an .etl or .etl.zip of PerfView (on Windows)", HelpName = "FILE" };
        Option<string?> name = new("--out") { Description = "Writes NAME.html and NAME.json; without it, beside the trace", HelpName = "NAME" };
        RootCommand root = new($"What RingCore's rings did, from a trace. Exit codes: {ExitCode.Failed} nothing could be read, {ExitCode.Partial} the trace breaks off and what came before is reported.")
        {
            trace, name, RecordCommand.Create(),
        };
        root.SetAction(arguments => Run(arguments.GetValue(trace)!, arguments.GetValue(name)));
        return root;
    }

    /// <summary>Prints and writes the report.</summary>
    internal static int Run(string path, string? name)
    {
        try
        {
            ReadTrace trace = TraceFile.Read(path);
            TraceSummary summary = Summary.Of(trace);
            name ??= WithoutExtension(path);
            SummaryJson.Write(summary, name + ".json");
            File.WriteAllText(name + ".html", HtmlPage.Of(summary));
            ConsoleReport.Print(summary, Output.Console);
            Console.WriteLine($"report: {name}.html, {name}.json");
            if (summary.Fault is null)
                return ExitCode.Reported;
            Console.Error.WriteLine($"{path}: {summary.Fault}");
            return ExitCode.Partial;
        }
        catch (Exception failure) when (failure is TraceUnreadableException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(failure.Message);
            return ExitCode.Failed;
        }
    }

    private static string WithoutExtension(string path)
    {
        foreach (string extension in s_extensions)
        {
            if (path.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
                return path[..^extension.Length];
        }

        return path;
    }
}
