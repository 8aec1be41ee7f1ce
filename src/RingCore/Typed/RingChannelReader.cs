using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace RingCore;

/// <summary>
/// A typed ring's consumer as a <see cref="ChannelReader{T}"/>, for the side that may be slow: asynchronous code that reads what a fast producer pushes.
/// </summary>
/// <remarks>
/// One thread waits for the ring when there is somebody to wait for: it is started with the first wait that finds nothing, and ends when for a second
/// nobody has waited. It takes no item, so that a wait that is cancelled loses none. Any thread may call; the consumer itself is the reader's until that
/// is disposed. A read while another caller's wait is pending may find nothing although an item has just come: the wait then ends.
/// <see cref="Completion"/> is noticed by reads and waits, which every reader's loop ends with.
/// </remarks>
/// <typeparam name="T">The items.</typeparam>
public sealed class RingChannelReader<T> : ChannelReader<T>, IDisposable
{
    private static readonly TimeSpan s_linger = TimeSpan.FromSeconds(1);

    private readonly IRingConsumer<T> _consumer;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();

    // Whoever has it uses the consumer; the waiting thread has it while it sleeps.
    private readonly Lock _use = new();

    // Guards what follows. Not a Lock: the waiting thread waits for requests by it.
    private readonly object _requests = new();
    private TaskCompletionSource<bool>? _wait;
    private bool _isRunning;
    private bool _isDisposed;

    internal RingChannelReader(IRingConsumer<T> consumer) => _consumer = consumer;

    /// <inheritdoc/>
    public override Task Completion => _completion.Task;

    /// <inheritdoc/>
    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        item = default;
        if (!_use.TryEnter())
            return false;
        try
        {
            if (_isDisposed)
                return false;
            bool isRead = _consumer.TryTake(out item);
            if (_consumer.IsCompleted)
                Complete();
            return isRead;
        }
        finally
        {
            _use.Exit();
        }
    }

    /// <inheritdoc/>
    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<bool>(cancellationToken);
        if (_use.TryEnter())
        {
            try
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                switch (_consumer.WaitForItems(WaitStrategy.Spin, TimeSpan.Zero, CancellationToken.None))
                {
                    case WaitStatus.Ready:
                        return new ValueTask<bool>(true);
                    case WaitStatus.Completed or WaitStatus.HandleDisposed:
                        return Complete() is { } error ? ValueTask.FromException<bool>(error) : new ValueTask<bool>(false);
                    default:
                        break;
                }
            }
            finally
            {
                _use.Exit();
            }
        }

        Task<bool> wait = Request();
        return new ValueTask<bool>(cancellationToken.CanBeCanceled ? wait.WaitAsync(cancellationToken) : wait);
    }

    /// <summary>Ends the waiting thread and every pending wait, those with an <see cref="ObjectDisposedException"/>. The consumer is the caller's again.</summary>
    public void Dispose()
    {
        lock (_requests)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            Monitor.PulseAll(_requests);
        }

        _stop.Cancel();
        lock (_requests)
        {
            while (_isRunning)
                Monitor.Wait(_requests);
        }

        lock (_use)
        {
            // Whoever reads is through with it, and whoever comes later finds out.
        }

        _stop.Dispose();
    }

    /// <summary>The wait that is pending, or a new one.</summary>
    private Task<bool> Request()
    {
        lock (_requests)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_wait is null)
            {
                _wait = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                Monitor.PulseAll(_requests);
                if (!_isRunning)
                    new Thread(Run) { IsBackground = true, Name = nameof(RingChannelReader<T>) }.Start();
                _isRunning = true;
            }

            return _wait.Task;
        }
    }

    private void Run()
    {
        while (NextWait() is { } wait)
        {
            WaitStatus status;
            Exception? error = null;
            lock (_use)
            {
                status = _consumer.WaitForItems(WaitStrategy.Block, Timeout.InfiniteTimeSpan, _stop.Token);
                if (status is WaitStatus.Completed or WaitStatus.HandleDisposed)
                    error = Complete();
            }

            lock (_requests)
                _wait = null;
            if (status == WaitStatus.Cancelled)
                error = new ObjectDisposedException(nameof(RingChannelReader<T>));
            if (error is null)
                wait.SetResult(status == WaitStatus.Ready);
            else
                wait.SetException(error);
        }
    }

    /// <summary>On the waiting thread: the next request; null where it ends.</summary>
    private TaskCompletionSource<bool>? NextWait()
    {
        lock (_requests)
        {
            if (_wait is null && !_isDisposed)
                Monitor.Wait(_requests, s_linger);
            if (_wait is null)
            {
                _isRunning = false;
                Monitor.PulseAll(_requests);
            }

            return _wait;
        }
    }

    /// <summary>Ends <see cref="Completion"/>.</summary>
    /// <returns>What the producers' side gave as its cause.</returns>
    private Exception? Complete()
    {
        if (_consumer.Error is { } error)
            _completion.TrySetException(error);
        else
            _completion.TrySetResult();
        return _consumer.Error;
    }
}
