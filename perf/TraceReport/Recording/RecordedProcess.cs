using System;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Tracing;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Diagnostics.NETCore.Client;
using RingCore.TraceReport.Reading;

namespace RingCore.TraceReport.Recording;

/// <summary>An EventPipe session of one process, written to a file.</summary>
internal sealed class RecordedProcess : IDisposable
{
    // Microsoft-Windows-DotNETRuntime: GCKeyword and ThreadingKeyword (docs.microsoft.com, ".NET runtime events").
    private const string RuntimeProvider = "Microsoft-Windows-DotNETRuntime";
    private const long RuntimeKeywords = 0x1 | 0x10000;
    private const int BufferMebibytes = 256;
    // A process that has ended has closed its session; more is needed only where one lives on.
    private static readonly TimeSpan s_ending = TimeSpan.FromSeconds(1);

    private readonly EventPipeSession _session;
    private readonly Task _copying;

    private RecordedProcess(int processId, EventPipeSession session, string path)
    {
        ProcessId = processId;
        Path = path;
        _session = session;
        _copying = Copy();
    }

    internal int ProcessId { get; }

    /// <summary>The file.</summary>
    internal string Path { get; }

    /// <summary>Starts a session in a process that waits to be resumed.</summary>
    /// <exception cref="DiagnosticsClientException">The process refused.</exception>
    internal static async Task<RecordedProcess> Start(int processId, string path, CancellationToken stop)
    {
        EventPipeProvider[] providers =
        [
            new(RingEventReader.ProviderName, EventLevel.Verbose, -1),
            new(RuntimeProvider, EventLevel.Informational, RuntimeKeywords),
        ];
        EventPipeSession session = await new DiagnosticsClient(processId)
            .StartEventPipeSessionAsync(providers, requestRundown: false, BufferMebibytes, stop).ConfigureAwait(false);
        return new RecordedProcess(processId, session, path);
    }

    /// <summary>Waits for the file's end, which comes with the process's; a process that lives on is asked to end the session.</summary>
    internal async Task Finish(TimeSpan patience)
    {
        if (await IsCopied(s_ending).ConfigureAwait(false))
            return;
        await AskToStop(patience).ConfigureAwait(false);
        if (!await IsCopied(patience).ConfigureAwait(false))
            _session.Dispose();
    }

    public void Dispose() => _session.Dispose();

    [SuppressMessage("Design", "CA1031", Justification = "A session of a process that is just going may fail in any way, and the file stands as it is.")]
    private async Task AskToStop(TimeSpan patience)
    {
        try
        {
            using CancellationTokenSource limit = new(patience);
            await _session.StopAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // What was copied stands.
        }
    }

    private async Task<bool> IsCopied(TimeSpan patience) => await Task.WhenAny(_copying, Task.Delay(patience)).ConfigureAwait(false) == _copying;

    private async Task Copy()
    {
        FileStream file = File.Create(Path);
        await using (file.ConfigureAwait(false))
        {
            try
            {
                await _session.EventStream.CopyToAsync(file).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is IOException or ObjectDisposedException)
            {
                // The process was killed: the trace breaks off here, and its reader says so.
            }
        }
    }
}
