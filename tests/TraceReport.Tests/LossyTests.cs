using System;
using System.Diagnostics.Tracing;
using System.IO;
using System.Threading.Tasks;
using Microsoft.Diagnostics.NETCore.Client;
using RingCore.Diagnostics;
using RingCore.TraceReport.Reading;
using RingCore.TraceReport.Reporting;
using Xunit;

namespace RingCore.TraceReport.Tests;

/// <summary>A session that cannot keep what is written.</summary>
[Collection(RecordedSessionCollection.Name)]
[Trait("Category", "Trace")]
public sealed class LossyTests
{
    private const uint Ring = 21;
    private const int Batches = 60_000;
    private const int BatchEntries = 64;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_session_that_loses_events_loses_no_count()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("lossy.nettrace");
        EventPipeProvider[] providers = [new(RingEventReader.ProviderName, EventLevel.Verbose, -1)];
        using (EventPipeSession session = new DiagnosticsClient(Environment.ProcessId).StartEventPipeSession(providers, requestRundown: false, circularBufferMB: 1))
        {
            using FileStream file = File.Create(path);
            Task copying = session.EventStream.CopyToAsync(file);
            RingEventSource.Log.RingCreated(Ring, "LapDirtyRing", 4096, 16, 64, "scalar", isShared: false);
            for (long i = 1; i <= Batches; i++)
                RingEventSource.Log.Harvested(Ring, BatchEntries, i * BatchEntries, 0);
            // What the session holds is taken up before the ring's last word.
            await Task.Delay(500);
            RingEventSource.Log.RingDisposed(Ring, Batches * BatchEntries, Batches * BatchEntries, Batches * BatchEntries, 0);
            await session.StopAsync(default);
            await copying.WaitAsync(s_patience);
        }

        TraceSummary summary = Summary.Of(TraceFile.Read(path));
        RingSummary ring = Assert.Single(summary.Rings, traced => traced.Ring == Ring);
        Assert.True(summary.EventsLost > 0, "Nothing was lost: the test shows nothing.");
        Assert.True(ring.HarvestBatches.Count < Batches);
        Assert.Equal(Batches * BatchEntries, ring.Harvested.Count);
        Assert.Contains("events lost by the session", Words.Lost(summary), StringComparison.Ordinal);
    }
}
