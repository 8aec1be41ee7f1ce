using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace RingCore;

/// <summary>What the consumers of all typed rings have in common. One thread at a time.</summary>
/// <typeparam name="T">The items.</typeparam>
public interface IRingConsumer<T> : IDisposable
{
    /// <summary>Whether nothing is left and nothing will come.</summary>
    bool IsCompleted { get; }

    /// <summary>How the producers' side has ended.</summary>
    RingEnding Ending { get; }

    /// <summary>What the producers' side gave as the cause of its end; null while it has not ended, and where it gave none.</summary>
    Exception? Error { get; }

    /// <summary>Takes the oldest item, if there is one.</summary>
    bool TryTake([MaybeNullWhen(false)] out T item);

    /// <summary>Takes items in order, as many as there are, at most as many as the span holds.</summary>
    /// <returns>How many.</returns>
    int Take(Span<T> items);

    /// <summary>Waits until there is an item.</summary>
    /// <param name="strategy">How.</param>
    /// <param name="timeout">0 to <see cref="int.MaxValue"/> milliseconds, or infinite.</param>
    /// <param name="cancellation">Ends the wait early.</param>
    /// <returns><see cref="WaitStatus.Completed"/> where nothing is left and nothing will come.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is outside its range.</exception>
    WaitStatus WaitForItems(WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation = default);
}
