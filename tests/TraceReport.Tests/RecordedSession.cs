using System;
using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.IO;
using System.Threading.Tasks;
using Microsoft.Diagnostics.NETCore.Client;
using RingCore.Diagnostics;
using RingCore.TraceReport.Reading;
using RingCore.TraceReport.Reporting;
using Xunit;
using static RingCore.TraceReport.Tests.WrittenNumbers;

namespace RingCore.TraceReport.Tests;

/// <summary>An EventPipe session of this very process, in which the library's event source writes known numbers.</summary>
public sealed class RecordedSession : IAsyncLifetime, IDisposable
{
    private const long RuntimeKeywords = 0x1 | 0x10000;
    private const int Patience = 60_000;

    private readonly TemporaryFolder _folder = new();

    internal string Path => _folder.File("written.nettrace");

    internal ReadTrace Trace { get; private set; } = null!;

    internal TraceSummary Summary { get; private set; } = null!;

    /// <summary>The episode that a collection fell into, by this process's own clock.</summary>
    internal long EpisodeMicroseconds { get; private set; }

    public async Task InitializeAsync()
    {
        EventPipeProvider[] providers =
        [
            new(RingEventReader.ProviderName, EventLevel.Verbose, -1),
            new("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, RuntimeKeywords),
        ];
        using EventPipeSession session = new DiagnosticsClient(Environment.ProcessId).StartEventPipeSession(providers, requestRundown: false);
        using (FileStream file = File.Create(Path))
        {
            Task copying = session.EventStream.CopyToAsync(file);
            Assert.True(RingEventSource.Log.IsEnabled());
            WriteRing();
            WriteOlderRing();
            WriteSharedRing();
            WriteTypedRings();
            WriteTracker();
            await session.StopAsync(default);
            await copying.WaitAsync(TimeSpan.FromMilliseconds(Patience));
        }

        Trace = TraceFile.Read(Path);
        Summary = Reporting.Summary.Of(Trace);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    private static void WriteOlderRing()
    {
        RingEventSource log = RingEventSource.Log;
        log.RingState(OlderRing, OlderBefore, OlderBefore, OlderBefore, 0, 0, Entries);
        // The batch between the two is missing, as if the session had lost it.
        log.Harvested(OlderRing, 100, OlderBefore + 100, 0);
        log.Harvested(OlderRing, 100, OlderBefore + 300, -1);
        log.SoftFullEntered(OlderRing, 41, Entries - 64);
        log.SoftFullLeft(OlderRing, 40, 1_500);
    }

    private static void WriteSharedRing()
    {
        RingEventSource log = RingEventSource.Log;
        log.RingCreated(JoinedRing, "FlaggedDirtyRing", Entries, EntryBytes, ReservedEntries, "scalar", isShared: true);
        log.RingState(JoinedRing, published: 500, harvested: -1, reset: 400, refused: 0, used: 100, Entries);
        log.PeerViolated(JoinedRing, 2, "SlotOutOfRange", 17, 1);
        log.PeerViolated(JoinedRing, 3, "NotHarvested", 18, 3);
        log.RingDisposed(JoinedRing, published: 800, harvested: -1, reset: 700, refused: 0);
    }

    private static void WriteTypedRings()
    {
        RingEventSource log = RingEventSource.Log;
        log.RingCreated(TypedRing, "mpsc", 64, 8, 0, "", isShared: false);
        log.ItemsDropped(TypedRing, 1);
        log.ClaimSkipped(TypedRing, 17, 2, 1);
        log.WaitStarted(TypedRing, "consumer", "Block");
        log.WaitEnded(TypedRing, "consumer", "Ready", 500);
        log.TypedRingState(TypedRing, dropped: 9, lost: -1, skipped: 2, withheld: 1);
        log.RingDisposed(TypedRing, 500, 490, 492, 0);
        log.RingState(BroadcastRing, 1000, -1, -1, -1, -1, 4);
        log.TypedRingState(BroadcastRing, -1, 100, -1, -1);
        log.ReaderLapped(BroadcastRing, 2, 30, 130);
        log.RingState(BroadcastRing, 1500, -1, -1, -1, -1, 4);
        log.TypedRingState(BroadcastRing, -1, 180, -1, -1);
    }

    private static void WriteTracker()
    {
        RingEventSource log = RingEventSource.Log;
        log.SourceChosen(Tracker, "WriteBarrier", "it was asked for.");
        log.RoundCollected(Tracker, 1, 100, 250);
        log.RoundEnded(Tracker, 1, committed: true, 4_000);
        log.RoundCollected(Tracker, 2, 300, 350);
        log.RoundEnded(Tracker, 2, committed: false, 5_000);
    }

    private void WriteRing()
    {
        RingEventSource log = RingEventSource.Log;
        log.RingCreated(Ring, "LapDirtyRing", Entries, EntryBytes, ReservedEntries, "avx2", isShared: false);
        log.Harvested(Ring, 256, 256, 44);
        log.Harvested(Ring, 44, 300, 0);
        log.Reset(Ring, 300, 300, calls: 6, widestMaskBits: 64, used: 0);
        log.WaitStarted(Ring, "producer", "Sleep");
        log.Woken(Ring, "producer");
        log.WaitEnded(Ring, "producer", "Ready", 750);
        log.RefusedFull(Ring, 1);

        long start = Stopwatch.GetTimestamp();
        log.SoftFullEntered(Ring, 1, Entries - ReservedEntries);
        GC.Collect(2, GCCollectionMode.Forced, blocking: true);
        EpisodeMicroseconds = (long)Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        log.SoftFullLeft(Ring, 1, EpisodeMicroseconds);

        log.RingState(Ring, Published - 1, Harvested - 1, Reset - 1, Refused, 1500, Entries);
        log.RingDisposed(Ring, Published, Harvested, Reset, Refused);
    }
}
