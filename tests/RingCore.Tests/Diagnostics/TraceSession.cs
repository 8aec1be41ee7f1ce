using System;
using System.Collections.Generic;
using System.Diagnostics.Tracing;
using System.Linq;
using System.Threading;
using RingCore.Diagnostics;
using Xunit;

namespace RingCore.Tests;

/// <summary>A session that listens to the event source RingCore within the process.</summary>
internal sealed class TraceSession : EventListener
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly List<EventWrittenEventArgs> _events = [];

    /// <summary>Listens to events of some keywords, or all.</summary>
    public TraceSession(EventKeywords keywords = EventKeywords.All, EventLevel level = EventLevel.Verbose)
    {
        Assert.Contains(RingEventSource.Log, EventSource.GetSources());
        EnableEvents(RingEventSource.Log, level, keywords);
    }

    /// <summary>What was written about a ring, or with another first value.</summary>
    public List<EventWrittenEventArgs> Of(object first)
    {
        lock (_events)
            return [.. _events.Where(e => e.Payload!.Count > 0 && e.Payload[0]!.Equals(first))];
    }

    /// <summary>The payloads of one event about a ring, without the ring.</summary>
    public object?[][] Payloads(object first, string name) => [.. Of(first).Where(e => e.EventName == name).Select(e => e.Payload!.Skip(1).ToArray())];

    /// <summary>Ends the session while others go on.</summary>
    public void Stop() => base.Dispose();

    /// <summary>Ends the session, and waits until the event source has seen that nobody listens.</summary>
    public override void Dispose()
    {
        base.Dispose();
        Assert.True(SpinWait.SpinUntil(() => !RingTrace.IsOn, s_patience));
    }

    /// <summary>Waits for something that another thread does.</summary>
    public static void Await(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, s_patience));

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventSource != RingEventSource.Log)
            return;
        lock (_events)
            _events.Add(eventData);
    }
}
