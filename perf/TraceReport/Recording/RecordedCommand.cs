using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading.Tasks;

namespace RingCore.TraceReport.Recording;

/// <summary>A command that runs with this program's terminal, and whose .NET processes connect to a diagnostic port.</summary>
internal sealed class RecordedCommand : IDisposable
{
    private readonly Process _process;
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _termination;

    private RecordedCommand(Process process)
    {
        _process = process;
        // A terminal's Ctrl+C reaches the command as well: it ends, and what it did until then is reported. A termination is passed on.
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static signal => signal.Cancel = true);
        _termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            _process.Kill(entireProcessTree: true);
        });
    }

    /// <summary>Starts it.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    internal static RecordedCommand Start(IReadOnlyList<string> command, string diagnosticPorts)
    {
        ProcessStartInfo start = new(command[0], command.Skip(1)) { UseShellExecute = false };
        start.Environment["DOTNET_DiagnosticPorts"] = diagnosticPorts;
        // Build servers outlive the command, with its environment: what they start later would wait for a port that is gone.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        return new RecordedCommand(Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} was not started."));
    }

    /// <summary>Waits for its end, however long it runs.</summary>
    internal async Task<int> WaitForExit()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _termination.Dispose();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
