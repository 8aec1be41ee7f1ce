using System;
using System.Threading;

namespace RingCore.Tracking.Tests;

/// <summary>A clock that stands still until a test, on any thread, moves it on.</summary>
internal sealed class HandClock : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _now);

    internal void Advance(TimeSpan time) => Interlocked.Add(ref _now, time.Ticks);
}
