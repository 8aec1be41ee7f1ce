using System;
using System.Threading;

namespace RingCore.Tracking.Tests;

/// <summary>The system's clock, which tells when a thread has looked at it: as a writer does between its call for a drain and its wait.</summary>
internal sealed class WatchedClock : TimeProvider, IDisposable
{
    private readonly ManualResetEventSlim _looked = new();
    private Thread? _watched;

    /// <summary>Looks of this thread count from now on.</summary>
    internal void Watch(Thread thread) => Volatile.Write(ref _watched, thread);

    /// <summary>Waits for the first of them.</summary>
    internal bool WaitForLook(TimeSpan timeout) => _looked.Wait(timeout);

    public override long GetTimestamp()
    {
        if (Thread.CurrentThread == Volatile.Read(ref _watched))
            _looked.Set();
        return base.GetTimestamp();
    }

    public void Dispose() => _looked.Dispose();
}
