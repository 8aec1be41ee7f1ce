using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace RingCore.TraceReport.Recording;

/// <summary>Records every .NET process that a command starts.</summary>
internal sealed class Recording : IDisposable
{
    private readonly DiagnosticPort _port = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly string _name;
    private readonly Action<string> _warn;
    private readonly TimeSpan _patience;
    private readonly List<ConnectedRuntime> _connections = [];
    private readonly Dictionary<Guid, RecordedProcess?> _processes = [];
    private readonly HashSet<Guid> _resumed = [];

    /// <param name="name">The beginning of the files' names.</param>
    /// <param name="warn">Told what goes wrong with single processes.</param>
    /// <param name="patience">How long a process is waited for with each thing that it is asked for; null for 10 s.</param>
    internal Recording(string name, Action<string> warn, TimeSpan? patience = null)
    {
        _name = name;
        _warn = warn;
        _patience = patience ?? TimeSpan.FromSeconds(10);
    }

    /// <summary>Runs a command to its end.</summary>
    /// <returns>Its exit code, and the processes that were recorded, each with a whole file.</returns>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    internal async Task<(int ExitCode, IReadOnlyList<RecordedProcess> Processes)> Run(IReadOnlyList<string> command)
    {
        using RecordedCommand running = RecordedCommand.Start(command, _port.Setting);
        Task accepting = AcceptAll();
        int exitCode = await running.WaitForExit().ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        await accepting.ConfigureAwait(false);
        List<RecordedProcess> recorded = [.. _processes.Values.OfType<RecordedProcess>()];
        await Task.WhenAll(recorded.Select(process => process.Finish(_patience))).ConfigureAwait(false);
        return (exitCode, recorded);
    }

    public void Dispose()
    {
        foreach (RecordedProcess? process in _processes.Values)
            process?.Dispose();
        foreach (ConnectedRuntime connection in _connections)
            connection.Dispose();
        _port.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAll()
    {
        while (true)
        {
            try
            {
                ConnectedRuntime connection = await _port.Accept(_stop.Token).ConfigureAwait(false);
                _connections.Add(connection);
                await Receive(connection).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is IOException or SocketException or OperationCanceledException)
            {
                _warn($"A process that connected was not recorded: {failure.Message}");
            }
        }
    }

    /// <summary>
    /// A new process is recorded and then resumed; one that has been resumed has only come back, as they do after each command. Each step has a time of
    /// its own: a process that gives no session still has to be let go.
    /// </summary>
    private async Task Receive(ConnectedRuntime connection)
    {
        using CancellationTokenSource reading = Limit();
        (Guid cookie, int processId) = await connection.ReadAdvertisement(reading.Token).ConfigureAwait(false);
        if (_resumed.Contains(cookie))
            return;
        if (!_processes.ContainsKey(cookie))
            _processes[cookie] = await TryRecord(processId).ConfigureAwait(false);
        using CancellationTokenSource resuming = Limit();
        await connection.Resume(resuming.Token).ConfigureAwait(false);
        _resumed.Add(cookie);
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever hinders a recording must not keep the process from being resumed.")]
    private async Task<RecordedProcess?> TryRecord(int processId)
    {
        using CancellationTokenSource limit = Limit();
        try
        {
            return await RecordedProcess.Start(processId, $"{_name}.{processId}.nettrace", limit.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (!_stop.IsCancellationRequested)
        {
            string why = limit.IsCancellationRequested ? $"it gives no session within {_patience.TotalSeconds:0.#} s" : failure.Message;
            _warn($"Process {processId} runs unrecorded: {why}");
            return null;
        }
    }

    private CancellationTokenSource Limit()
    {
        CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(_patience);
        return limit;
    }
}
