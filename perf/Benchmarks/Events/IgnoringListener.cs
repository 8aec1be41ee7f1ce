using System.Diagnostics.Tracing;
using RingCore.Diagnostics;

namespace RingCore.Benchmarks.Events;

/// <summary>A session within the process that takes everything and does nothing with it.</summary>
internal sealed class IgnoringListener : EventListener
{
    internal IgnoringListener() => EnableEvents(RingEventSource.Log, EventLevel.Verbose, EventKeywords.All);
}
