using System;
using System.Runtime.CompilerServices;
using System.Threading;
using RingCore.Diagnostics;
using RingCore.Layouts;

namespace RingCore;

public partial class BroadcastRing<TFence, T>
{
    /// <summary>One of the readers of a broadcast ring. One thread at a time; it leaves by being disposed, at any time.</summary>
    public sealed unsafe class ReaderHandle : TypedHandle, IRingConsumer<T>, IWaitCondition
    {
        private const uint LeastItemsBetweenLaps = 1024;

        private readonly BroadcastSlots<T> _slots;
        private readonly ulong* _published;
        private readonly uint _capacity;
        private BroadcastCursor _cursor;
        private ulong _tellFrom;

        internal ReaderHandle(TypedMemory memory, int capacity, BroadcastStart start)
            : base(memory)
        {
            _slots = new BroadcastSlots<T>(memory.Slots, capacity);
            _published = BroadcastRing<TFence, T>.Published(memory);
            _capacity = (uint)capacity;
            ulong published = PublishedNow;
            ulong kept = Math.Min(published - memory.FirstPosition, _capacity);
            _cursor.Position = start == BroadcastStart.Oldest ? published - kept : published;
        }

        /// <summary>Items that were overwritten before this reader came to them, since it was added: exactly those between the items that it read.</summary>
        public ulong Lost => _cursor.Lost;

        /// <summary>Items that are published and not yet read; more than the ring's capacity where some of them are lost already. 0 once disposed.</summary>
        public ulong Backlog => IsDisposed ? 0 : Math.Max(PublishedNow, _cursor.Position) - _cursor.Position;

        private protected override string LookText => $"reader: at {_cursor.Position - Memory.FirstPosition}, {Lost} lost{(IsDisposed ? ", disposed" : "")}";

        /// <inheritdoc/>
        public bool IsCompleted => IsDisposed || (HasEnded && PublishedNow == _cursor.Position);

        /// <inheritdoc/>
        public RingEnding Ending
        {
            get
            {
                if (IsDisposed)
                    return RingEnding.Open;
                RingEnding ending = (RingEnding)TFence.LoadAcquire(Memory.ProducerEnded); // (L10) pairs with (L9), Producer
                GC.KeepAlive(this);
                return ending;
            }
        }

        /// <inheritdoc/>
        public Exception? Error => Ending == RingEnding.Open ? null : Memory.Error;

        private bool HasEnded => Ending != RingEnding.Open;

        private ulong PublishedNow
        {
            get
            {
                ulong published = TFence.ReadOnce(_published); // (L8) needs no order, see BroadcastRing
                GC.KeepAlive(this);
                return published;
            }
        }

        /// <summary>Reads the next item. Never a torn one, and none twice.</summary>
        /// <param name="item">The item, with <see cref="BroadcastStatus.Read"/>; else its default.</param>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public BroadcastStatus TryRead(out T item)
        {
            Enter();
            ulong position = _cursor.Position;
            BroadcastStatus status = BroadcastStatus.Read;
            if (!IsDisposed && _slots.Version<TFence>(position) == BroadcastSlots<T>.Published(position) && _slots.TryRead<TFence>(position, out item))
            {
                _cursor.Position = position + 1;
            }
            else
            {
                item = default;
                status = FindOut();
            }

            Leave();
            GC.KeepAlive(this);
            return status;
        }

        /// <summary>Reads items in order, as many as there are, at most as many as the span holds, and none past a gap.</summary>
        public BroadcastResult Read(Span<T> items)
        {
            Enter();
            int read = 0;
            ulong position = _cursor.Position;
            for (; read < items.Length && !IsDisposed && _slots.Version<TFence>(position) == BroadcastSlots<T>.Published(position); read++, position++)
            {
                if (!_slots.TryRead<TFence>(position, out items[read]))
                    break;
            }

            _cursor.Position = position;
            BroadcastResult result = read > 0 || items.IsEmpty ? new(BroadcastStatus.Read, read) : new(FindOut(), 0);
            Leave();
            GC.KeepAlive(this);
            return result;
        }

        /// <summary>Reads the next item that is still there, past those that are lost: <see cref="Lost"/> counts them.</summary>
        public bool TryTake(out T item)
        {
            BroadcastStatus status;
            do
                status = TryRead(out item);
            while (status == BroadcastStatus.Lapped);
            return status == BroadcastStatus.Read;
        }

        /// <summary>Reads items in order, past those that are lost: <see cref="Lost"/> counts them.</summary>
        public int Take(Span<T> items)
        {
            BroadcastResult result;
            do
                result = Read(items);
            while (result.Status == BroadcastStatus.Lapped);
            return result.Items;
        }

        /// <inheritdoc/>
        public WaitStatus WaitForItems(WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation = default)
        {
            if (IsDisposed)
                return WaitStatus.HandleDisposed;
            Enter();
            try
            {
                WaitStatus status = RingTrace.Wait<TFence>(Memory, "consumer", this, Memory.ConsumerWaits, strategy, timeout, cancellation, Memory.Requests);
                return status == WaitStatus.Ready && !IsThere ? WaitStatus.Completed : status;
            }
            finally
            {
                Leave();
                GC.KeepAlive(this);
            }
        }

        bool IWaitCondition.IsMet() => IsThere || HasEnded;

        /// <summary>What it has lost is counted with the ring's.</summary>
        internal override void AddTo(ref RingTotals totals)
        {
        }

        /// <summary>Leaves: the producer takes no notice, nor do the other readers.</summary>
        private protected override void Retire()
        {
        }

        // The next item, or a later one in its place.
        private bool IsThere => _slots.Version<TFence>(_cursor.Position) >= BroadcastSlots<T>.Published(_cursor.Position);

        /// <summary>Why the next item could not be read.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private BroadcastStatus FindOut()
        {
            if (IsDisposed)
                return BroadcastStatus.HandleDisposed;
            ulong version = _slots.Version<TFence>(_cursor.Position);
            if (version > BroadcastSlots<T>.Published(_cursor.Position))
                return GoOn(BroadcastSlots<T>.CountOf(version));
            return IsCompleted ? BroadcastStatus.Completed : BroadcastStatus.Empty;
        }

        /// <summary>Goes on half a ring behind the newest item that is known of: the producer needs as long to come round to it.</summary>
        /// <param name="seen">Items that are published, as the overwritten slot says; never so few that the next one is still there.</param>
        private BroadcastStatus GoOn(ulong seen)
        {
            ulong published = Math.Max(seen, PublishedNow);
            ulong next = Math.Max(published - Math.Max(_capacity / 2, 1), _cursor.Position + 1);
            ulong lost = next - _cursor.Position;
            _cursor.Lost += lost;
            _cursor.Position = next;
            Memory.AddLost(lost);
            if (RingTrace.IsOn && next >= _tellFrom)
                Tell(next);
            return BroadcastStatus.Lapped;
        }

        /// <summary>Tells of a lap, and then for a while of none: a reader that always comes too late must not write an event with every read.</summary>
        private void Tell(ulong position)
        {
            _tellFrom = position + Math.Max(_capacity, LeastItemsBetweenLaps);
            RingTrace.Lapped(Memory, Number - 1, Lost, Memory.Lost);
        }
    }
}
