using System;
using System.Diagnostics;
using System.Text;
using Xunit;

namespace RingCore.Tests;

/// <summary>Runs a program to its end, or kills it and what it started.</summary>
internal static class BoundedRun
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);

    /// <summary>Its output and errors, in the order in which they came; it must succeed.</summary>
    public static string Output(string folder, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("NUGET_PACKAGES"); // would be preferred to the folder that a NuGet.config names
        using Process process = new() { StartInfo = start };
        StringBuilder output = new();
        process.OutputDataReceived += Append;
        process.ErrorDataReceived += Append;
        Assert.True(process.Start());
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end within {s_limit}:\n{Text()}");
        }

        process.WaitForExit(); // for the last lines
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{Text()}");
        return Text();

        void Append(object sender, DataReceivedEventArgs line)
        {
            lock (output)
            {
                if (line.Data is not null)
                    output.Append(line.Data).Append('\n');
            }
        }

        string Text()
        {
            lock (output)
                return output.ToString();
        }
    }
}
