using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using RingCore.Diagnostics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>What the consumers of the rings with one consumer have in common. One thread at a time.</summary>
/// <typeparam name="TFence">The door to shared memory.</typeparam>
/// <typeparam name="T">The items.</typeparam>
/// <typeparam name="TSlots">Where they stand.</typeparam>
public abstract unsafe class TypedConsumer<TFence, T, TSlots> : TypedHandle, IRingConsumer<T>, IInPlaceConsumer, IWaitCondition
    where TFence : IFencePoints
    where TSlots : struct, ISlots<T>
{
    private readonly TSlots _slots;
    private readonly int _maxBatch;
    private TypedConsumerCursor _cursor;

    private protected TypedConsumer(TypedMemory memory, TSlots slots, TypedRingOptions options)
        : base(memory)
    {
        _slots = slots;
        _maxBatch = Math.Min(options.MaxBatchItems, options.Capacity);
        Mask = options.Mask;
        Head = memory.Head;
        ProducerWaits = memory.ProducerWaits;
        _cursor.Taken = memory.FirstPosition;
        _cursor.TailSeen = memory.FirstPosition;
        _cursor.HandedOver = memory.FirstPosition;
    }

    /// <inheritdoc/>
    public RingEnding Ending
    {
        get
        {
            _ = HasEnded();
            return EndingSeen;
        }
    }

    /// <inheritdoc/>
    public Exception? Error => HasEnded() ? Memory.Error : null;

    /// <inheritdoc/>
    public abstract bool IsCompleted { get; }

    private protected ref TypedConsumerCursor Cursor => ref _cursor;

    private protected ref readonly TSlots Slots => ref _slots;

    private protected uint Mask { get; }

    /// <summary>The consumer's index.</summary>
    private protected uint* Head { get; }

    private protected uint* ProducerWaits { get; }

    /// <summary>How the producers' side had ended when it was last looked at.</summary>
    private protected RingEnding EndingSeen { get; set; }

    /// <inheritdoc/>
    public abstract bool TryTake([MaybeNullWhen(false)] out T item);

    /// <summary>Takes items in order, as many as are published behind each other, at most as many as the span and a batch hold.</summary>
    /// <returns>How many.</returns>
    public int Take(Span<T> items)
    {
        if (IsDisposed)
            return 0;
        Enter();
        int count = CountPublished(Math.Min(items.Length, _maxBatch));
        if (count > 0)
        {
            int first = FirstRun(count);
            _slots.Take<TFence>((uint)_cursor.Taken & Mask, items[..first]);
            _slots.Take<TFence>(0, items[first..count]);
            HandOver(_cursor.Taken + (uint)count);
        }

        Leave();
        GC.KeepAlive(this);
        return count;
    }

    /// <summary>Shows published items where they stand, without a copy.</summary>
    /// <param name="maxItems">Most items to show, 0 or more; a batch's limit holds too.</param>
    /// <returns>Up to two spans; nothing is taken until their <see cref="InPlaceItems{T}.Commit"/>.</returns>
    public InPlaceItems<T> TakeInPlace(int maxItems = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxItems);
        if (IsDisposed)
            return default;
        Enter();
        int count = CountPublished(Math.Min(maxItems, _maxBatch));
        int first = FirstRun(count);
        Leave();
        GC.KeepAlive(this);
        return new InPlaceItems<T>(
            this, _cursor.Taken, _slots.Show((uint)_cursor.Taken & Mask, first), _slots.Show(0, count - first));
    }

    /// <inheritdoc/>
    public WaitStatus WaitForItems(WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation = default)
    {
        if (IsDisposed)
            return WaitStatus.HandleDisposed;
        Enter();
        try
        {
            WaitStatus status = RingTrace.Wait<TFence>(Memory, "consumer", this, Memory.ConsumerWaits, strategy, timeout, cancellation);
            return status == WaitStatus.Ready && !HasItem() ? WaitStatus.Completed : status;
        }
        finally
        {
            Leave();
            GC.KeepAlive(this);
        }
    }

    bool IWaitCondition.IsMet() => HasItemOrEnd();

    void IInPlaceConsumer.Commit(ulong start, int items)
    {
        if (IsDisposed)
            return;
        if (start != _cursor.Taken)
            throw new InvalidOperationException($"{_cursor.Taken - start} items were taken after these were shown: they cannot be committed.");
        Enter();
        if (items > 0)
        {
            int first = FirstRun(items);
            _slots.Empty<TFence>((uint)start & Mask, first);
            _slots.Empty<TFence>(0, items - first);
            HandOver(start + (uint)items);
        }

        Leave();
        GC.KeepAlive(this);
    }

    /// <summary>Published items behind each other, at most as many as wanted.</summary>
    private protected abstract int CountPublished(int wanted);

    /// <summary>Gives the slots before the end back.</summary>
    private protected abstract void HandOver(ulong end);

    /// <summary>Whether an item is to be taken.</summary>
    private protected abstract bool HasItem();

    /// <summary>Whether an item is to be taken, or none ever will be.</summary>
    private protected abstract bool HasItemOrEnd();

    /// <summary>Whether the producers' side has ended. A look that comes after sees all that it published.</summary>
    private protected abstract bool HasEnded();

    private protected override void Retire()
    {
        _ = HasEnded(); // For the last time.
        _cursor.TailSeen = _cursor.Taken;
        TFence.WriteOnce(Memory.ConsumerEnded, 1);
        Waiter.WakeIfWaiting<TFence>(ProducerWaits);
    }

    /// <summary>Items from the cursor to the end of the slots, at most as many as given.</summary>
    private int FirstRun(int count) => (int)Math.Min((uint)count, Mask + 1 - ((uint)_cursor.Taken & Mask));
}
