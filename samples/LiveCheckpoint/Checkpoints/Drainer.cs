using System;
using System.Threading;
using RingCore.Tracking;

namespace LiveCheckpoint.Checkpoints;

/// <summary>
/// The thread that makes room in the rings while transactions run. A transaction may dirty more pages than a ring holds; the writer
/// then waits at the soft limit, inside SQLite's commit, so somebody else must drain. Only page numbers move: pages are read at the boundary.
/// </summary>
internal sealed class Drainer : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(100);

    private readonly DirtyTracker _tracker;
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;

    internal Drainer(DirtyTracker tracker)
    {
        _tracker = tracker;
        _thread = new Thread(Work) { Name = "drainer", IsBackground = true };
        _thread.Start();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _stop.Dispose();
    }

    private void Work()
    {
        while (!_stop.IsCancellationRequested)
        {
            if (_tracker.WaitForSoftFull(s_patience, _stop.Token))
                _tracker.Drain();
        }
    }
}
