using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading;
using RingCore.Layouts;

namespace RingCore;

public partial class SpscRing<TFence, T, TSlots>
{
    /// <summary>The consumer of the ring. One thread at a time.</summary>
    public sealed unsafe class ConsumerHandle : TypedHandle, IRingConsumer<T>, IInPlaceConsumer, IWaitCondition
    {
        // A producer at a full ring takes the index away from a consumer that writes it with each item: then every item pays for two trips of a line.
        private const int StepShare = 8;
        private const int LeastCapacityOfSteps = 64;

        private readonly TSlots _slots;
        private readonly PublishedBlocks _blocks;
        private readonly uint* _head;
        private readonly uint* _producerWaits;
        private readonly uint _mask;
        private readonly int _maxBatch;
        private readonly uint _step;
        private RingEnding _ending;
        private TypedConsumerCursor _cursor;

        internal ConsumerHandle(TypedMemory memory, PublishedBlocks blocks, TSlots slots, TypedRingOptions options)
            : base(memory)
        {
            _slots = slots;
            _blocks = blocks;
            _head = memory.Head;
            _producerWaits = memory.ProducerWaits;
            _mask = options.Mask;
            _maxBatch = Math.Min(options.MaxBatchItems, options.Capacity);
            _step = options.Capacity < LeastCapacityOfSteps ? 1 : (uint)options.Capacity / StepShare;
            _cursor.Taken = memory.FirstPosition;
            _cursor.TailSeen = memory.FirstPosition;
            _cursor.HandedOver = memory.FirstPosition;
        }

        /// <summary>Items taken since the ring was made.</summary>
        public ulong Taken => _cursor.Taken - Memory.FirstPosition;

        /// <summary>Items published and not taken.</summary>
        public int Backlog => IsDisposed ? 0 : CountPublished(int.MaxValue);

        /// <inheritdoc/>
        public RingEnding Ending
        {
            get
            {
                _ = HasEnded();
                return _ending;
            }
        }

        /// <inheritdoc/>
        public Exception? Error => HasEnded() ? Memory.Error : null;

        /// <inheritdoc/>
        /// <remarks>So it is for a consumer that has been disposed.</remarks>
        public bool IsCompleted => IsDisposed || (HasEnded() && CountPublished(1) == 0);

        /// <inheritdoc/>
        /// <remarks>
        /// Space goes back to the producer when all that was seen at the last look at its index is taken, or an eighth of the ring, or less: in rings of fewer
        /// than 64 slots with each item. A batch gives its space back as it ends.
        /// </remarks>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryTake([MaybeNullWhen(false)] out T item)
        {
            Enter();
            ulong position = _cursor.Taken;
            bool taken = position != _cursor.TailSeen || HasItems();
            if (taken)
            {
                item = _slots.Take<TFence>((uint)position & _mask);
                _cursor.Taken = position + 1;
                if (position + 1 == _cursor.HandOverAt)
                    HandOver(position + 1);
            }
            else
            {
                item = default;
            }

            Leave();
            GC.KeepAlive(this);
            return taken;
        }

        /// <summary>Takes items in order, as many as there are, at most as many as the span and a batch hold.</summary>
        /// <returns>How many.</returns>
        public int Take(Span<T> items)
        {
            if (IsDisposed)
                return 0;
            Enter();
            int count = CountPublished(Math.Min(items.Length, _maxBatch));
            if (count > 0)
            {
                uint index = (uint)_cursor.Taken & _mask;
                int first = FirstRun(count);
                _slots.Take<TFence>(index, items[..first]);
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
                this, _cursor.Taken, _slots.Show((uint)_cursor.Taken & _mask, first), _slots.Show(0, count - first));
        }

        /// <inheritdoc/>
        public WaitStatus WaitForItems(WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation = default)
        {
            if (IsDisposed)
                return WaitStatus.HandleDisposed;
            Enter();
            try
            {
                WaitStatus status = Waiter.Wait<TFence>(this, Memory.ConsumerWaits, strategy, timeout, cancellation);
                return status == WaitStatus.Ready && !HasItems() ? WaitStatus.Completed : status;
            }
            finally
            {
                Leave();
                GC.KeepAlive(this);
            }
        }

        bool IWaitCondition.IsMet() => HasItems() || HasEnded();

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
                _slots.Empty<TFence>((uint)start & _mask, first);
                _slots.Empty<TFence>(0, items - first);
                HandOver(start + (uint)items);
            }

            Leave();
            GC.KeepAlive(this);
        }

        private protected override void Retire()
        {
            _ = HasEnded(); // For the last time.
            _cursor.TailSeen = _cursor.Taken;
            TFence.WriteOnce(Memory.ConsumerEnded, 1);
            Waiter.WakeIfWaiting<TFence>(_producerWaits);
        }

        /// <summary>Gives the slots before the end back to the producer.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private void HandOver(ulong end)
        {
            _cursor.Taken = end;
            _cursor.HandedOver = end;
            MoveHandOver();
            TFence.StoreRelease(_head, (uint)end); // (Q3) pairs with (Q4), Producer
            Waiter.WakeIfWaiting<TFence>(_producerWaits);
        }

        [MethodImpl(MethodImplOptions.NoInlining)] // when what is known is taken, and not among the instructions of every take
        private bool HasItems() => !IsDisposed && CountPublished(1) > 0;

        /// <summary>Published items, at most as many as wanted; asks the producer's index only when what it last said does not suffice.</summary>
        private int CountPublished(int wanted)
        {
            uint most = Math.Min((uint)wanted, _mask + 1);
            while (_cursor.TailSeen - _cursor.Taken < most)
            {
                ulong seen = _cursor.TailSeen;
                uint rest = _blocks.Rest(seen);
                uint more = TFence.LoadAcquire(_blocks.Word(seen)) - (uint)seen; // (Q2) pairs with (Q1), Producer
                if (more > _mask + 1)
                    break; // The word is of an earlier lap. Of a later one, it says that all up to there is published.
                _cursor.TailSeen = seen + more;
                if (more < rest)
                    break;
            }

            MoveHandOver();
            GC.KeepAlive(this);
            return (int)Math.Min(_cursor.TailSeen - _cursor.Taken, most);
        }

        private void MoveHandOver() => _cursor.HandOverAt = Math.Min(_cursor.TailSeen, _cursor.HandedOver + _step);

        /// <summary>Whether the producer has ended. A look at its index that comes after sees all that it published.</summary>
        private bool HasEnded()
        {
            if (_ending == RingEnding.Open && !IsDisposed)
                _ending = (RingEnding)TFence.LoadAcquire(Memory.ProducerEnded); // (Q6) pairs with (Q5), Producer
            GC.KeepAlive(this);
            return _ending != RingEnding.Open;
        }

        /// <summary>Items from the cursor to the end of the slots, at most as many as given.</summary>
        private int FirstRun(int count) => (int)Math.Min((uint)count, _mask + 1 - ((uint)_cursor.Taken & _mask));
    }
}
