using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;

namespace RingCore.TraceReport.Tests;

/// <summary>A program run to its end, or killed with all that it started.</summary>
internal static class ToolRun
{
    /// <summary>This program, as built.</summary>
    internal static string TraceReport { get; } = Path.Combine(AppContext.BaseDirectory, "TraceReport.dll");

    /// <summary>The sample, as built.</summary>
    internal static string LiveCheckpoint { get; } = Path.Combine(AppContext.BaseDirectory, "LiveCheckpoint.dll");

    internal static (int ExitCode, string Output, string Errors) Run(TimeSpan limit, string tool, params string[] arguments)
    {
        ProcessStartInfo start = new(tool, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(limit) || !Task.WaitAll([output, errors], limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{tool} {string.Join(' ', arguments)} has not ended after {limit.TotalSeconds} s.");
        }

        return (process.ExitCode, output.Result, errors.Result);
    }
}
