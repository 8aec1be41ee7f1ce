using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using LiveCheckpoint.Log;

namespace LiveCheckpoint.Isolated;

/// <summary>This program again, as the process that takes rounds to the log.</summary>
internal sealed class CheckpointerProcess : IDisposable
{
    /// <summary>The hidden command of the child.</summary>
    internal const string Command = "checkpointer";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private CheckpointerProcess(Process process) => _process = process;

    /// <summary>Starts one.</summary>
    /// <param name="socketPath">Where the writer listens.</param>
    /// <param name="logPath">The log, which exists; one without a complete epoch is begun anew.</param>
    /// <param name="header">What such a log begins with.</param>
    internal static CheckpointerProcess Start(string socketPath, string logPath, LogHeader header)
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("This process has no path to start again.");
        ProcessStartInfo start = new(program) { RedirectStandardInput = true };
        // Started as "dotnet LiveCheckpoint.dll", the process is the host and the program its first argument.
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(typeof(CheckpointerProcess).Assembly.Location);
        string pages = header.CapacityPages.ToString(CultureInfo.InvariantCulture);
        string seed = header.Seed.ToString(CultureInfo.InvariantCulture);
        foreach (string argument in (ReadOnlySpan<string>)[Command, "--socket", socketPath, "--log", logPath, "--pages", pages, "--seed", seed])
            start.ArgumentList.Add(argument);
        return new CheckpointerProcess(Process.Start(start)!);
    }

    internal int Id => _process.Id;

    internal bool HasExited => _process.HasExited;

    /// <summary>Kills it with SIGKILL.</summary>
    internal void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Waits until it has ended by itself, as it does when the writer's socket is closed; kills it where it does not.</summary>
    /// <returns>Whether it ended well.</returns>
    internal bool WaitForEnd()
    {
        if (!_process.WaitForExit(s_patience))
            Kill();
        return _process.ExitCode == 0;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }
}
