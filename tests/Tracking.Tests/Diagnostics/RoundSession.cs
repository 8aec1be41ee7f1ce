using System.Collections.Generic;
using System.Diagnostics.Tracing;
using System.Threading;
using RingCore.Diagnostics;
using Xunit;

namespace RingCore.Tracking.Tests;

/// <summary>A session that listens to the event source RingCore within the process.</summary>
internal sealed class RoundSession : EventListener
{
    private readonly List<(string Name, object?[] Payload)> _events = [];

    public RoundSession(EventKeywords keywords) => EnableEvents(RingEventSource.Log, EventLevel.Verbose, keywords);

    /// <summary>What was written since the last call.</summary>
    public List<(string Name, object?[] Payload)> Take()
    {
        lock (_events)
        {
            List<(string, object?[])> taken = [.. _events];
            _events.Clear();
            return taken;
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        Assert.True(SpinWait.SpinUntil(() => !RingTrace.IsOn, System.TimeSpan.FromMinutes(2)));
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventSource != RingEventSource.Log)
            return;
        lock (_events)
            _events.Add((eventData.EventName!, [.. eventData.Payload!]));
    }
}
