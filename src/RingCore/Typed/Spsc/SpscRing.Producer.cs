using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading;
using RingCore.Diagnostics;
using RingCore.Layouts;

namespace RingCore;

public partial class SpscRing<TFence, T, TSlots>
{
    /// <summary>The producer of the ring. One thread at a time.</summary>
    public sealed unsafe partial class ProducerHandle : TypedHandle, IClaimant, IWaitCondition
    {
        private readonly TypedRingOptions _options;
        private readonly TSlots _slots;
        private readonly PublishedBlocks _blocks;
        private readonly uint* _consumerWaits;
        private readonly uint _mask;
        private readonly uint _softLimit;
        private int _claimed;

        // The open claim's number, or the last one's: a claim that published nothing is followed by one of the same slots.
        private ulong _claims;

        // Free slots that a wait needs, beside a ring below its soft limit.
        private uint _wanted = 1;
        private bool _hasEnded;
        private TypedProducerCursor _cursor;

        internal ProducerHandle(TypedMemory memory, PublishedBlocks blocks, TSlots slots, TypedRingOptions options)
            : base(memory)
        {
            _options = options;
            _slots = slots;
            _blocks = blocks;
            _consumerWaits = memory.ConsumerWaits;
            _mask = options.Mask;
            _softLimit = options.SoftLimit;
            _cursor.Published = memory.FirstPosition;
            _cursor.HeadSeen = memory.FirstPosition;
            MoveLimit();
        }

        /// <summary>Items published since the ring was made.</summary>
        public ulong Published => _cursor.Published - Memory.FirstPosition;

        /// <summary>Pushes and claims refused because the ring was full or its consumer disposed; a batch counts once.</summary>
        public ulong Refused => _cursor.Refused;

        /// <summary>Items dropped because the ring was full.</summary>
        public ulong Dropped => _cursor.Dropped;

        /// <summary>Whether the consumer has been disposed: nothing more will be taken.</summary>
        public bool IsConsumerGone
        {
            get
            {
                bool gone = !IsDisposed && TFence.ReadOnce(Memory.ConsumerEnded) != 0;
                GC.KeepAlive(this);
                return gone;
            }
        }

        /// <summary>The position of an open claim; null where none is.</summary>
        internal ulong? ClaimedPosition => _claimed > 0 ? _cursor.Published : null;

        private protected override string LookText =>
            $"producer: {Published} published, {Refused} refused, {Dropped} dropped{(IsDisposed ? ", disposed" : "")}";

        /// <summary>Publishes an item, or does as <see cref="TypedRingOptions.WhenFull"/> says. Never overwrites.</summary>
        /// <exception cref="InvalidOperationException">A claim of this handle is open.</exception>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public PushStatus Push(T item)
        {
            Enter();
            ulong position = _cursor.Published;
            PushStatus status;
            if (position != _cursor.Limit)
            {
                _slots.Write<TFence>((uint)position & _mask, item);
                Publish(position + 1);
                status = PushStatus.Published;
            }
            else
            {
                status = PushAtLimit(item);
            }

            Leave();
            GC.KeepAlive(this);
            return status;
        }

        /// <summary>Publishes items in order, as many as fit at once by one store; what does not fit, as <see cref="TypedRingOptions.WhenFull"/> says.</summary>
        /// <returns>
        /// The status of the last item tried, as <see cref="PushResult"/> has it. With <see cref="FullPolicy.DropNewest"/> all that do not fit are dropped.
        /// </returns>
        /// <exception cref="InvalidOperationException">A claim of this handle is open.</exception>
        public PushResult Push(ReadOnlySpan<T> items)
        {
            if (!IsOpen(out PushStatus status))
                return new PushResult(status, 0);
            Enter();
            int pushed = 0;
            do
            {
                ulong used = _cursor.Published - _cursor.HeadSeen;
                if (used + (uint)(items.Length - pushed) >= _softLimit)
                    used = RefreshUsed();
                int count = (int)Math.Min((uint)(items.Length - pushed), _mask + 1 - used);
                if (count > 0)
                    Write(items.Slice(pushed, count));
                pushed += count;
                status = items.IsEmpty ? PushStatus.Published : StatusAt((uint)used + (uint)count);
            }
            while (pushed < items.Length && IsRoomMade(items.Length - pushed, ref status));

            Leave();
            GC.KeepAlive(this);
            return new PushResult(status, pushed);
        }

        /// <summary>Claims slots to fill in place. Nothing is seen by the consumer until <see cref="Claim{T}.Commit()"/>.</summary>
        /// <param name="count">How many, 1 to the capacity.</param>
        /// <param name="claim">The slots; one without any where none were given.</param>
        /// <returns>
        /// Whether there were so many free: with <see cref="FullPolicy.Wait"/> it waits for them; with <see cref="FullPolicy.DropNewest"/> they count as dropped.
        /// </returns>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is outside its range.</exception>
        /// <exception cref="InvalidOperationException">A claim of this handle is open.</exception>
        public bool TryClaim(int count, out Claim<T> claim)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(count, (int)_mask + 1);
            claim = default;
            if (!IsOpen(out PushStatus status))
                return false;
            Enter();
            bool isRoom = _cursor.Published - _cursor.HeadSeen + (uint)count <= _mask + 1;
            _wanted = (uint)count;
            while (!isRoom)
            {
                isRoom = RefreshUsed() + (uint)count <= _mask + 1;
                if (!isRoom && !IsRoomMade(count, ref status))
                    break;
            }

            _wanted = 1;
            if (isRoom)
            {
                uint index = (uint)_cursor.Published & _mask;
                int first = (int)Math.Min((uint)count, _mask + 1 - index);
                _claimed = count;
                _cursor.Limit = _cursor.Published; // Every push comes there, and is refused.
                TFence.WriteOnce(Memory.Claim, OpenClaim.Of(++_claims, _cursor.Published)); // (Q7) needs no order, see SpscRing
                claim = new Claim<T>(this, _claims, _slots.Show(index, first), _slots.Show(0, count - first));
            }

            Leave();
            GC.KeepAlive(this);
            return isRoom;
        }

        /// <summary>Says that nothing more will come. What is in the ring stays to be taken; a second call does nothing.</summary>
        /// <param name="error">The cause, where it is not that all is done: the consumer's <see cref="IRingConsumer{T}.Error"/>.</param>
        /// <exception cref="InvalidOperationException">A claim of this handle is open.</exception>
        public void Complete(Exception? error = null)
        {
            if (IsDisposed || _hasEnded)
                return;
            RefuseInClaim();
            Enter();
            End(RingEnding.Completed, error);
            Leave();
            GC.KeepAlive(this);
        }

        /// <summary>Waits until the ring is below its soft limit.</summary>
        /// <param name="strategy">How.</param>
        /// <param name="timeout">0 to <see cref="int.MaxValue"/> milliseconds, or infinite.</param>
        /// <param name="cancellation">Ends the wait early.</param>
        /// <returns><see cref="WaitStatus.Completed"/> where the consumer has been disposed while the ring was not below it.</returns>
        /// <exception cref="ArgumentOutOfRangeException">The timeout is outside its range.</exception>
        /// <exception cref="InvalidOperationException">A claim of this handle is open.</exception>
        public WaitStatus WaitForSpace(WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation = default)
        {
            if (IsDisposed)
                return WaitStatus.HandleDisposed;
            RefuseInClaim();
            Enter();
            try
            {
                WaitStatus status = RingTrace.Wait<TFence>(Memory, "producer", this, Memory.ProducerWaits, strategy, timeout, cancellation);
                return status == WaitStatus.Ready && RefreshUsed() >= _softLimit ? WaitStatus.Completed : status;
            }
            finally
            {
                Leave();
                GC.KeepAlive(this);
            }
        }

        bool IWaitCondition.IsMet()
        {
            uint used = RefreshUsed();
            return (used < _softLimit && used + _wanted <= _mask + 1) || TFence.ReadOnce(Memory.ConsumerEnded) != 0;
        }

        PushStatus IClaimant.Commit(ulong key, int claimed, int published)
        {
            if (!IsClaim(key, claimed))
            {
                return IsDisposed
                    ? PushStatus.HandleDisposed
                    : throw new InvalidOperationException("This claim has ended: another copy of it was committed or disposed.");
            }

            Enter();
            GiveBack(published);
            if (published > 0)
                PublishAll(_cursor.Published + (uint)published);
            TFence.WriteOnce(Memory.Claim, OpenClaim.None); // (Q8) likewise
            MoveLimit();
            ulong used = _cursor.Published - _cursor.HeadSeen;
            PushStatus status = StatusAt(used < _softLimit ? (uint)used : RefreshUsed());
            Leave();
            GC.KeepAlive(this);
            return status;
        }

        void IClaimant.Abort(ulong key, int claimed)
        {
            if (!IsClaim(key, claimed))
                return;
            AbortOpen();
            MoveLimit();
            GC.KeepAlive(this);
        }

        internal override void AddTo(ref RingTotals totals)
        {
            totals.Published = (long)Published;
            totals.Refused = (long)Refused;
            totals.Dropped = (long)Dropped;
        }

        private protected override void Retire()
        {
            if (_claimed > 0)
                AbortOpen(); // left open by an exception, which must be what the caller sees
            if (!_hasEnded)
                End(RingEnding.Abandoned, null);
            if (RingTrace.EndsSoftFull<TFence>())
                RingTrace.NotSoftFull(Memory);
        }

        private void AbortOpen()
        {
            GiveBack(0);
            TFence.WriteOnce(Memory.Claim, OpenClaim.None); // (Q8)
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Publish(ulong end)
        {
            _cursor.Published = end;
            TFence.StoreRelease(_blocks.Word(end - 1), (uint)end); // (Q1) pairs with (Q2), Consumer
            Waiter.WakeIfWaiting<TFence>(_consumerWaits);
        }

        private void Write(ReadOnlySpan<T> items)
        {
            uint index = (uint)_cursor.Published & _mask;
            int first = (int)Math.Min((uint)items.Length, _mask + 1 - index);
            _slots.Write<TFence>(index, items[..first]);
            _slots.Write<TFence>(0, items[first..]);
            PublishAll(_cursor.Published + (uint)items.Length);
        }

        /// <summary>Publishes items of more than one block, maybe: each that is full by its word, and then the last.</summary>
        private void PublishAll(ulong end)
        {
            for (ulong blockEnd = _cursor.Published + _blocks.Rest(_cursor.Published); blockEnd < end; blockEnd += _blocks.Rest(blockEnd))
                TFence.StoreRelease(_blocks.Word(blockEnd - 1), (uint)blockEnd); // (Q1) pairs with (Q2), Consumer
            Publish(end);
        }

        private void End(RingEnding ending, Exception? error)
        {
            _hasEnded = true;
            _cursor.Limit = _cursor.Published;
            Memory.Error = error;
            TFence.StoreRelease(Memory.ProducerEnded, (uint)ending); // (Q5) pairs with (Q6), Consumer
            Waiter.WakeIfWaiting<TFence>(_consumerWaits);
        }

        /// <summary>Ends the claim, and empties those of its slots that are not published.</summary>
        private void GiveBack(int published)
        {
            uint index = (uint)(_cursor.Published + (uint)published) & _mask;
            int left = _claimed - published;
            int first = (int)Math.Min((uint)left, _mask + 1 - index);
            _claimed = 0;
            _slots.Empty<TFence>(index, first);
            _slots.Empty<TFence>(0, left - first);
        }

        private bool IsClaim(ulong key, int claimed) => _claimed == claimed && key == _claims && !IsDisposed;

        /// <summary>Whether pushes are possible at all.</summary>
        private bool IsOpen(out PushStatus status)
        {
            RefuseInClaim();
            status = IsDisposed ? PushStatus.HandleDisposed : _hasEnded ? PushStatus.RefusedCompleted : PushStatus.Published;
            return status == PushStatus.Published;
        }

        private void RefuseInClaim()
        {
            if (_claimed > 0)
                ThrowInClaim();
        }

        [DoesNotReturn]
        private void ThrowInClaim()
        {
            Leave(); // a push of one item comes here from its midst
            throw new InvalidOperationException("A claim of this handle is open: commit or dispose it first.");
        }
    }
}
