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
    private const int LastWords = 40;
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
            // Nobody reads meanwhile, or a fast reader would keep up.
            RingEventSource.Log.RingCreated(Ring, "LapDirtyRing", 4096, 16, 64, "scalar", isShared: false);
            for (long i = 1; i <= Batches; i++)
                RingEventSource.Log.Harvested(Ring, BatchEntries, i * BatchEntries, 0);
            Task copying = session.EventStream.CopyToAsync(file);
            // Some of it is written after what the session holds has been taken up.
            for (int i = 0; i < LastWords; i++)
            {
                await Task.Delay(50);
                RingEventSource.Log.RingState(Ring, Batches * BatchEntries, Batches * BatchEntries, Batches * BatchEntries, 0, 0, 4096);
            }

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
