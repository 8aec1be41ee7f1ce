using System;
using System.Diagnostics.Tracing;
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
    private static readonly TimeSpan s_work = TimeSpan.FromMilliseconds(1_200);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

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
            using CountdownEvent work = new(ThreadPool.ThreadCount + MoreThanThreads);
            for (int i = work.InitialCount; i > 0; i--)
            {
                ThreadPool.UnsafeQueueUserWorkItem(
                    static counted =>
                    {
                        Thread.Sleep(s_work);
                        counted.Signal();
                    },
                    work,
                    preferLocal: false);
            }

            Assert.True(work.Wait(s_patience));
            await session.StopAsync(default);
            await copying.WaitAsync(s_patience);
        }

        ReadTrace trace = TraceFile.Read(path);
        Assert.Contains(trace.PoolStalls, stall => stall.Process == Environment.ProcessId && stall.Interval.Milliseconds >= 499);
    }
}
