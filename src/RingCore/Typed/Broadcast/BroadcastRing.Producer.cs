using System;
using System.Runtime.CompilerServices;
using RingCore.Diagnostics;
using RingCore.Layouts;

namespace RingCore;

public partial class BroadcastRing<TFence, T>
{
    /// <summary>The producer of a broadcast ring. One thread at a time.</summary>
    public sealed unsafe class ProducerHandle : TypedHandle
    {
        private readonly BroadcastSlots<T> _slots;
        private readonly ulong* _published;
        private readonly uint* _readersWait;
        private BroadcastCursor _cursor;

        internal ProducerHandle(TypedMemory memory, int capacity)
            : base(memory)
        {
            _slots = new BroadcastSlots<T>(memory.Slots, capacity);
            _published = BroadcastRing<TFence, T>.Published(memory);
            _readersWait = memory.ConsumerWaits;
            _cursor.Position = memory.FirstPosition;
            _cursor.Stop = ulong.MaxValue;
        }

        /// <summary>Items published so far.</summary>
        public ulong Published => _cursor.Position - Memory.FirstPosition;

        private protected override string LookText => $"producer: {Published} published{(IsDisposed ? ", disposed" : "")}";

        /// <summary>Publishes an item, over the oldest where the ring has gone round.</summary>
        /// <returns>
        /// <see cref="PushStatus.Published"/>, always, until the ring is completed (<see cref="PushStatus.RefusedCompleted"/>) or the handle disposed
        /// (<see cref="PushStatus.HandleDisposed"/>).
        /// </returns>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public PushStatus Push(in T item)
        {
            Enter();
            ulong position = _cursor.Position;
            PushStatus status = PushStatus.Published;
            if (position != _cursor.Stop)
            {
                Write(position, item);
                Waiter.WakeIfWaiting<TFence>(_readersWait);
            }
            else
            {
                status = Refusal;
            }

            Leave();
            GC.KeepAlive(this);
            return status;
        }

        /// <summary>Publishes items in order; sleeping readers are woken once, after the last. Of more than the ring holds the last ones stay.</summary>
        /// <returns>All of them and <see cref="PushStatus.Published"/>, or none and why.</returns>
        public PushResult Push(ReadOnlySpan<T> items)
        {
            Enter();
            PushResult result = new(PushStatus.Published, items.Length);
            if (_cursor.Position != _cursor.Stop)
            {
                foreach (ref readonly T item in items)
                    Write(_cursor.Position, item);
                Waiter.WakeIfWaiting<TFence>(_readersWait);
            }
            else
            {
                result = new PushResult(Refusal, 0);
            }

            Leave();
            GC.KeepAlive(this);
            return result;
        }

        /// <summary>Says that nothing more will come: each reader reads what is left for it, and then finds the end. A second call does nothing.</summary>
        /// <param name="error">The cause, where it is not that all is done: the readers' <see cref="ReaderHandle.Error"/>.</param>
        public void Complete(Exception? error = null)
        {
            if (IsDisposed)
                return;
            Enter();
            End(RingEnding.Completed, error);
            Leave();
            GC.KeepAlive(this);
        }

        internal override void AddTo(ref RingTotals totals) => totals.Published = (long)Published;

        /// <summary>An end without <see cref="Complete"/> is seen as one: <see cref="RingEnding.Abandoned"/>.</summary>
        private protected override void Retire() => End(RingEnding.Abandoned, null);

        private PushStatus Refusal => IsDisposed ? PushStatus.HandleDisposed : PushStatus.RefusedCompleted;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Write(ulong position, in T item)
        {
            _slots.Write<TFence>(position, item);
            _cursor.Position = position + 1;
            TFence.WriteOnce(_published, position + 1); // (L7) needs no order, see BroadcastRing
        }

        private void End(RingEnding ending, Exception? error)
        {
            if (_cursor.Position == _cursor.Stop)
                return;
            _cursor.Stop = _cursor.Position;
            Memory.Error = error;
            TFence.StoreRelease(Memory.ProducerEnded, (uint)ending); // (L9) pairs with (L10), Reader
            Waiter.WakeIfWaiting<TFence>(_readersWait);
        }
    }
}
