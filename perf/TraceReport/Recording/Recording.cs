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
    // A process that the command leaves behind may be on its way to the port, and once that is gone nobody resumes it.
    private static readonly TimeSpan s_late = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly DiagnosticPort _port = new();
    private readonly CancellationTokenSource _stop = new(); // the command has ended: who is received now is let go
    private readonly CancellationTokenSource _quiet = new(); // nobody is waited for any more
    private readonly CancellationTokenSource _closed = new(); // and nobody is received any more
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
        _quiet.CancelAfter(s_late);
        _closed.CancelAfter(s_late + _patience);
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
        _quiet.Dispose();
        _closed.Dispose();
    }

    /// <summary>Receives who connects, one after the other, until it is quiet after the command's end.</summary>
    private async Task AcceptAll()
    {
        while (await TryAccept().ConfigureAwait(false) is { } connection)
        {
            _connections.Add(connection);
            try
            {
                await Receive(connection).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is IOException or SocketException or OperationCanceledException)
            {
                _warn($"A process that connected was not recorded: {failure.Message}");
            }
        }
    }

    /// <summary>The next process that connects; null where nobody more is received.</summary>
    private async Task<ConnectedRuntime?> TryAccept()
    {
        while (true)
        {
            try
            {
                // Who has connected while another was received is there, however late it is.
                return await _port.Accept(_port.HasConnection ? _closed.Token : _quiet.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
            catch (SocketException failure)
            {
                _warn($"A process that connected was not accepted: {failure.Message}");
                await Task.Delay(s_pause).ConfigureAwait(false); // What is lacking may come back: descriptors, say.
            }
        }
    }

    /// <summary>
    /// A new process is recorded and then resumed; one that has been resumed has only come back, as they do after each command. Each step has a time of
    /// its own: a process that gives no session, or came as the command ended, still has to be let go, for it would wait for ever.
    /// </summary>
    private async Task Receive(ConnectedRuntime connection)
    {
        using CancellationTokenSource reading = new(_patience);
        (Guid cookie, int processId) = await connection.ReadAdvertisement(reading.Token).ConfigureAwait(false);
        if (_resumed.Contains(cookie))
            return;
        if (!_processes.ContainsKey(cookie))
            _processes[cookie] = await TryRecord(processId).ConfigureAwait(false);
        using CancellationTokenSource resuming = new(_patience);
        await connection.Resume(resuming.Token).ConfigureAwait(false);
        _resumed.Add(cookie);
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever hinders a recording must not keep the process from being resumed.")]
    private async Task<RecordedProcess?> TryRecord(int processId)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(_patience);
        try
        {
            limit.Token.ThrowIfCancellationRequested();
            return await RecordedProcess.Start(processId, $"{_name}.{processId}.nettrace", limit.Token).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            string why = _stop.IsCancellationRequested ? "the command has ended"
                : limit.IsCancellationRequested ? $"it gives no session within {_patience.TotalSeconds:0.#} s"
                : failure.Message;
            _warn($"Process {processId} runs unrecorded: {why}");
            return null;
        }
    }
}
