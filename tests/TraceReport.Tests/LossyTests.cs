using System;
using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.IO;
using System.Linq;
using System.Threading;
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
            // Nobody reads meanwhile, or a fast reader would keep up.
            RingEventSource.Log.RingCreated(Ring, "LapDirtyRing", 4096, 16, 64, "scalar", isShared: false);
            for (long i = 1; i <= Batches; i++)
                RingEventSource.Log.Harvested(Ring, BatchEntries, i * BatchEntries, 0);
            Taken taken = new(file);
            Task copying = Task.Factory.StartNew(() => session.EventStream.CopyTo(taken), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            // The last words are said until one is heard: the session has no room for them before what it holds has been taken up.
            long start = Stopwatch.GetTimestamp();
            while (!taken.HasLastWords && Stopwatch.GetElapsedTime(start) < s_patience)
            {
                RingEventSource.Log.RingState(Ring, Batches * BatchEntries, Batches * BatchEntries, Batches * BatchEntries, 0, 0, 4096);
                await Task.Delay(50);
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

    /// <summary>Writes what a session sends into a file, and looks for the numbers of the ring's state in it.</summary>
    private sealed class Taken(Stream file) : Stream
    {
        private static readonly byte[] s_lastWords = [.. Enumerable.Repeat(BitConverter.GetBytes((long)Batches * BatchEntries), 3).SelectMany(bytes => bytes)];

        private byte[] _end = [];
        private bool _hasLastWords;

        public bool HasLastWords => Volatile.Read(ref _hasLastWords);

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => file.Length;

        public override long Position { get => file.Position; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count)
        {
            file.Write(buffer, offset, count);
            byte[] seen = [.. _end, .. buffer.AsSpan(offset, count)];
            if (seen.AsSpan().IndexOf(s_lastWords) >= 0)
                Volatile.Write(ref _hasLastWords, true);
            _end = seen[^Math.Min(seen.Length, s_lastWords.Length - 1)..];
        }

        public override void Flush() => file.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
