using System;
using System.Runtime.ExceptionServices;
using System.Threading;
using LiveCheckpoint.Checkpoints;
using LiveCheckpoint.Reports;

namespace LiveCheckpoint.Commands;

/// <summary>A run belongs to one thread from its making to its end. This starts that thread; the calling one shows how far it is.</summary>
internal static class WorkThread
{
    /// <summary>Runs <paramref name="work"/> and returns its result, or throws what it threw.</summary>
    internal static T Run<T>(Func<T> work, RunProgress progress)
    {
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                result = work();
            }
#pragma warning disable CA1031 // Thrown again on the thread that waits.
            catch (Exception error)
#pragma warning restore CA1031
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }
        })
        { Name = "workload" };
        thread.Start();
        new ProgressDisplay().Follow(progress, thread);
        failure?.Throw();
        return result;
    }
}
