using System;
using System.Diagnostics.Tracing;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Diagnostics.NETCore.Client;
using RingCore.TraceReport.Reading;
using Xunit;

namespace RingCore.TraceReport.Tests;

/// <summary>The runtime's own word for a thread pool that stands still.</summary>
[Collection(RecordedSessionCollection.Name)]
[Trait("Category", "Trace")]
public sealed class PoolStallTests
{
    private const long ThreadingKeyword = 0x10000;
    private const int MoreThanThreads = 4;
    private const double LookbackMs = 500;
    private const double ClocksDifferByMs = 1;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_beyondTheLookback = TimeSpan.FromMilliseconds(LookbackMs + 100);

    /// <summary>How soon the pool sees that it stands still depends on how busy the process is: its threads are held until it has.</summary>
    [Fact]
    public async Task Work_that_nobody_takes_up_is_a_stall()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("starved.nettrace");
        EventPipeProvider[] providers = [new("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, ThreadingKeyword)];
        using (EventPipeSession session = new DiagnosticsClient(Environment.ProcessId).StartEventPipeSession(providers, requestRundown: false))
        {
            using FileStream file = File.Create(path);
            Task copying = Task.Factory.StartNew(() => session.EventStream.CopyTo(file), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            // A pool that stood still before the trace began is cut off at the trace's beginning: the stall asked for lies wholly within it.
            await Task.Delay(s_beyondTheLookback);
            using Starvation starvation = new();
            using CountdownEvent work = new(ThreadPool.ThreadCount + MoreThanThreads);
            for (int i = work.InitialCount; i > 0; i--)
            {
                ThreadPool.UnsafeQueueUserWorkItem(
                    held =>
                    {
                        held.starvation.Seen.Wait(s_patience);
                        held.work.Signal();
                    },
                    (starvation, work),
                    preferLocal: false);
            }

            Assert.True(work.Wait(s_patience));
            Assert.True(starvation.Seen.IsSet, "The pool has not seen that it stands still.");
            await session.StopAsync(default);
            await copying.WaitAsync(s_patience);
        }

        ReadTrace trace = TraceFile.Read(path);
        Assert.Contains(trace.PoolStalls, stall => stall.Process == Environment.ProcessId && stall.Interval.Milliseconds >= LookbackMs - ClocksDifferByMs);
    }

    /// <summary>Listens for the pool's word for it.</summary>
    private sealed class Starvation : EventListener
    {
        private const string Source = "Microsoft-Windows-DotNETRuntime";
        private const string Adjustment = "ThreadPoolWorkerThreadAdjustmentAdjustment";
        private const uint ReasonStarvation = 6;

        /// <summary>Set when the pool has said so.</summary>
        public ManualResetEventSlim Seen { get; } = new();

        public override void Dispose()
        {
            base.Dispose();
            Seen.Dispose();
        }

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == Source)
                EnableEvents(eventSource, EventLevel.Informational, (EventKeywords)ThreadingKeyword);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventName == Adjustment && Convert.ToUInt32(eventData.Payload![2], CultureInfo.InvariantCulture) == ReasonStarvation)
                Seen.Set();
        }
    }
}
