using System;
using System.Diagnostics;
using System.IO;
using System.Text;

namespace LiveCheckpoint.Tests;

/// <summary>The built program as a process of its own, or another tool.</summary>
internal sealed class ProgramRun : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(4);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private ProgramRun(string program, ReadOnlySpan<string> arguments)
    {
        ProcessStartInfo start = new(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The file that <c>dotnet</c> runs.</summary>
    internal static string ProgramPath { get; } = Path.Combine(AppContext.BaseDirectory, "LiveCheckpoint.dll");

    internal int Id => _process.Id;

    internal string Output => Read(_output);

    internal string Errors => Read(_errors);

    internal static ProgramRun Start(params ReadOnlySpan<string> arguments) => new("dotnet", [ProgramPath, .. arguments]);

    /// <summary>Runs the program to its end.</summary>
    internal static (int ExitCode, string Output, string Errors) Run(params ReadOnlySpan<string> arguments)
    {
        using ProgramRun run = Start(arguments);
        return (run.WaitForExit(), run.Output, run.Errors);
    }

    /// <summary>Runs another program to its end.</summary>
    internal static (int ExitCode, string Output, string Errors) RunTool(string tool, params ReadOnlySpan<string> arguments)
    {
        using ProgramRun run = new(tool, arguments);
        return (run.WaitForExit(), run.Output, run.Errors);
    }

    internal void CloseInput() => _process.StandardInput.Close();

    internal int WaitForExit()
    {
        if (!_process.WaitForExit(s_limit))
            throw new TimeoutException($"The program has not ended after {s_limit.TotalSeconds} s. It said: {Output}{Errors}");
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
            text.Append(line is null ? "" : line + "\n");
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
