using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading;
using RingCore.Layouts;

namespace RingCore;

public partial class MpscRing<TFence, T, TSlots>
{
    /// <summary>The consumer of the ring. One thread at a time.</summary>
    public sealed unsafe partial class ConsumerHandle : TypedHandle, IRingConsumer<T>, IInPlaceConsumer, IWaitCondition
    {
        // States to look at ahead of a take: those of a cache line, so that the consumer takes the line from a producer that is filling it once and not for each item.
        private const int StatesOfALine = CacheLine.Bytes / sizeof(uint);

        private readonly TSlots _slots;
        private readonly MpscWords _words;
        private readonly uint* _head;
        private readonly uint* _producerWaits;
        private readonly uint _mask;
        private readonly int _maxBatch;
        private readonly int _lookAhead;
        private RingEnding _ending;
        private int _restSpins;
        private TypedConsumerCursor _cursor;

        internal ConsumerHandle(TypedMemory memory, TSlots slots, TypedRingOptions options)
            : base(memory)
        {
            _slots = slots;
            _words = new MpscWords(memory.Behind, options.Mask);
            _head = memory.Head;
            _producerWaits = memory.ProducerWaits;
            _mask = options.Mask;
            _maxBatch = Math.Min(options.MaxBatchItems, options.Capacity);
            _lookAhead = Math.Min(StatesOfALine, options.Capacity);
            _cursor.Taken = memory.FirstPosition;
            _cursor.TailSeen = memory.FirstPosition;
        }

        /// <summary>Items taken since the ring was made.</summary>
        public ulong Taken => _cursor.Taken - Memory.FirstPosition - _passed;

        /// <summary>Items claimed and not taken: those that are published, and those that are about to be.</summary>
        public int Backlog => IsDisposed ? 0 : CountClaimed();

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
        /// <remarks>So it is for a consumer that has been disposed. A claim that is never published keeps a ring from being completed until it is skipped.</remarks>
        public bool IsCompleted => IsDisposed || (HasEnded() && !IsAtItem() && CountClaimed() == 0);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryTake([MaybeNullWhen(false)] out T item)
        {
            Enter();
            bool taken = _cursor.Taken != _cursor.TailSeen || LookAhead();
            if (taken)
            {
                item = _slots.Take<TFence>((uint)_cursor.Taken & _mask);
                HandOver(_cursor.Taken + 1);
            }
            else
            {
                item = default;
            }

            Leave();
            GC.KeepAlive(this);
            return taken;
        }

        /// <summary>Takes items in order, as many as there are up to one that is claimed and not yet published, at most as many as the span and a batch hold.</summary>
        /// <returns>How many.</returns>
        public int Take(Span<T> items)
        {
            Enter();
            int count = CountPublished(Math.Min(items.Length, _maxBatch));
            if (count > 0)
            {
                int first = FirstRun(count);
                _slots.Take<TFence>((uint)_cursor.Taken & _mask, items[..first]);
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
        /// <remarks>A claim that is never published is not waited past: with a timeout, <see cref="LookForStall"/> tells of it.</remarks>
        public WaitStatus WaitForItems(WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation = default)
        {
            if (IsDisposed)
                return WaitStatus.HandleDisposed;
            Enter();
            try
            {
                WaitStatus status = Waiter.Wait<TFence>(this, Memory.ConsumerWaits, strategy, timeout, cancellation);
                return status == WaitStatus.Ready && !IsAtItem() ? WaitStatus.Completed : status;
            }
            finally
            {
                Leave();
                GC.KeepAlive(this);
            }
        }

        bool IWaitCondition.IsMet() => IsAtItem() || IsCompleted;

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

        /// <summary>Gives the slots before the end back to the producers.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void HandOver(ulong end)
        {
            _cursor.Taken = end;
            TFence.StoreRelease(_head, IndexOf(end)); // (N6) pairs with (N7), Producer
            Waiter.WakeIfWaiting<TFence>(_producerWaits);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private bool IsPublished(ulong position) => ReadState(IndexOf(position)) == MpscWords.Published(IndexOf(position));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private uint ReadState(uint index) => TFence.LoadAcquire(_words.State(index)); // (N5) pairs with (N4), Producer

        /// <summary>Looks for items to take singly; at a producer's heels it rests first.</summary>
        /// <remarks>
        /// A look at the heels takes the lines of the next state and the next item away from the producer, whose next claim waits until it has them back; left alone, it
        /// pushes several items for one such trip. So a look that found several items and their end has the next one wait, the longer the more it found: up to half a
        /// microsecond. After an item that came alone, and after a look in vain, none waits.
        /// </remarks>
        [MethodImpl(MethodImplOptions.NoInlining)] // when what is known is taken, and not among the instructions of every take
        private bool LookAhead()
        {
            if (_restSpins > 0)
                Thread.SpinWait(_restSpins);
            int found = CountPublished(_lookAhead);
            _restSpins = found > 1 && found < _lookAhead ? found : 0;
            return found > 0;
        }

        /// <summary>Published items behind each other, at most as many as wanted; looks at states only where those last seen do not suffice.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)] // when what is known is taken, and not among the instructions of every take
        private int CountPublished(int wanted)
        {
            ulong end = _cursor.Taken + (uint)wanted;
            if (_cursor.TailSeen < end && !IsDisposed && (_cursor.TailSeen != _cursor.Taken || IsAtItem()))
            {
                ulong seen = Math.Max(_cursor.TailSeen, _cursor.Taken + 1);
                for (end = _cursor.Taken + (uint)wanted; seen < end && IsPublished(seen);)
                    seen++;
                _cursor.TailSeen = seen;
            }

            return (int)Math.Min(_cursor.TailSeen - _cursor.Taken, (uint)wanted);
        }

        private int CountClaimed()
        {
            uint claimed = ((ReadTail() & ~MpscWords.Ended) - IndexOf(_cursor.Taken)) >> 1;
            GC.KeepAlive(this);
            return (int)claimed;
        }

        /// <summary>Whether nothing more can be claimed.</summary>
        private bool HasEnded()
        {
            if (_ending == RingEnding.Open && !IsDisposed && (ReadTail() & MpscWords.Ended) != 0)
                _ending = (RingEnding)TFence.ReadOnce(Memory.ProducerEnded);
            GC.KeepAlive(this);
            return _ending != RingEnding.Open;
        }

        private uint ReadTail() => TFence.LoadAcquire(Memory.Tail); // (N10) pairs with (N9) and (N3), Producer

        /// <summary>Items from the cursor to the end of the slots, at most as many as given.</summary>
        private int FirstRun(int count) => (int)Math.Min((uint)count, _mask + 1 - ((uint)_cursor.Taken & _mask));
    }
}
