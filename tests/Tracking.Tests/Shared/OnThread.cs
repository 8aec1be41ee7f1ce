using System;
using System.Runtime.ExceptionServices;
using System.Threading;
using Xunit;

namespace RingCore.Tracking.Tests;

/// <summary>A side that runs on a thread of its own; whoever asks for its result waits for it, for so long and no longer.</summary>
internal sealed class OnThread<T> : IDisposable
{
    private readonly Thread _thread;
    private T? _result;
    private ExceptionDispatchInfo? _failure;

    internal OnThread(Func<T> body)
    {
        _thread = new Thread(() =>
        {
            try
            {
                _result = body();
            }
            catch (Exception failure)
            {
                _failure = ExceptionDispatchInfo.Capture(failure);
            }
        }) { IsBackground = true };
        _thread.Start();
    }

    internal T Result
    {
        get
        {
            Assert.True(_thread.Join(2 * SharedPair.Long), "The other side does not come to its end.");
            _failure?.Throw();
            return _result!;
        }
    }

    internal bool HasEndedIn(TimeSpan time) => _thread.Join(time);

    public void Dispose() => _thread.Join(2 * SharedPair.Long);
}
