using System;
using System.Runtime.CompilerServices;
using System.Threading;
using RingCore.Diagnostics;
using RingCore.Platform;

namespace RingCore;

public partial class MpscRing<TFence, T, TSlots>
{
    /// <summary>The producer of the ring, which any number of threads may use at once; to be disposed when none does.</summary>
    public sealed unsafe partial class ProducerHandle : TypedHandle, IClaimant, IWaitCondition
    {
        private readonly TypedRingOptions _options;
        private readonly TSlots _slots;
        private readonly MpscWords _words;
        private readonly uint* _tail;
        private readonly uint* _limit;
        private readonly uint* _consumerWaits;
        private readonly uint* _skips;
        private readonly uint _mask;
        private readonly uint _softLimit;
        private readonly Lock _ending = new();
        private SharedTally _refused;
        private SharedTally _dropped;

        internal ProducerHandle(TypedMemory memory, TSlots slots, TypedRingOptions options)
            : base(memory)
        {
            _options = options;
            _slots = slots;
            _words = new MpscWords(memory.Behind, options.Mask);
            _tail = memory.Tail;
            _limit = memory.Limit;
            _consumerWaits = memory.ConsumerWaits;
            _skips = memory.Skips;
            _mask = options.Mask;
            _softLimit = options.SoftLimit;
        }

        /// <summary>Pushes and claims refused because the ring was full or its consumer disposed; a batch counts once.</summary>
        public ulong Refused => _refused.Count;

        /// <summary>Items dropped because the ring was full.</summary>
        public ulong Dropped => _dropped.Count;

        private protected override string LookText => $"producer: {Refused} refused, {Dropped} dropped{(IsDisposed ? ", disposed" : "")}";

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

        /// <summary>Publishes an item, or does as <see cref="TypedRingOptions.WhenFull"/> says. Never overwrites.</summary>
        /// <returns>What became of it; <see cref="PushStatus.RefusedSkipped"/> where this thread was so slow that the consumer went on without the item.</returns>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public PushStatus Push(T item)
        {
            PushStatus status = PushStatus.Published;
            if (!IsDisposed && TryClaimBelowLimit(1, out uint index))
            {
                _slots.Write<TFence>(_words.Slot(index), item);
                if (!Publish(index))
                    status = Judge(index, 1) == 0 ? PushStatus.Published : PushStatus.RefusedSkipped;
            }
            else
            {
                status = PushAtLimit(item);
            }

            GC.KeepAlive(this);
            return status;
        }

        /// <summary>Publishes items in order, as many as fit; what does not fit, as <see cref="TypedRingOptions.WhenFull"/> says.</summary>
        /// <remarks>Items of other threads may stand between them, but not between those that are claimed together, which is all that fit at once.</remarks>
        /// <returns>
        /// The status of the last item tried, as <see cref="PushResult"/> has it. With <see cref="FullPolicy.DropNewest"/> all that do not fit are dropped. With
        /// <see cref="PushStatus.RefusedSkipped"/> the items that are counted are in the ring, and the missing ones are the first of those claimed last.
        /// </returns>
        public PushResult Push(ReadOnlySpan<T> items)
        {
            PushStatus status = IsDisposed ? PushStatus.HandleDisposed : PushStatus.Published;
            int pushed = 0;
            while (pushed < items.Length && status <= PushStatus.PublishedSoftFull)
            {
                int claimed = Claim(items.Length - pushed, isExact: false, ref status, out uint index);
                if (claimed == 0)
                    break;
                uint slot = _words.Slot(index);
                int first = FirstRun(slot, claimed);
                _slots.Write<TFence>(slot, items.Slice(pushed, first));
                _slots.Write<TFence>(0, items.Slice(pushed + first, claimed - first));
                int refused = Publish(index, claimed, claimed);
                pushed += claimed - refused;
                if (refused > 0)
                    status = PushStatus.RefusedSkipped;
            }

            GC.KeepAlive(this);
            return new PushResult(status, pushed);
        }

        /// <summary>Claims slots to fill in place. The consumer comes to none of them, nor past them, until <see cref="Claim{T}.Commit()"/>: be quick.</summary>
        /// <param name="count">How many, 1 to the capacity.</param>
        /// <param name="claim">The slots; one without any where none were given.</param>
        /// <returns>
        /// Whether there were so many free: with <see cref="FullPolicy.Wait"/> it waits for them; with <see cref="FullPolicy.DropNewest"/> they count as dropped.
        /// </returns>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is outside its range.</exception>
        public bool TryClaim(int count, out Claim<T> claim)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(count, (int)_mask + 1);
            claim = default;
            PushStatus status = PushStatus.Published;
            if (IsDisposed || Claim(count, isExact: true, ref status, out uint index) == 0)
                return false;
            uint slot = _words.Slot(index);
            int first = FirstRun(slot, count);
            claim = new Claim<T>(this, index, _slots.Show(slot, first), _slots.Show(0, count - first));
            GC.KeepAlive(this);
            return true;
        }

        /// <summary>
        /// Says that nothing more will come, from no thread. What is in the ring, or claimed, stays to be taken; a second call does nothing.
        /// </summary>
        /// <param name="error">The cause, where it is not that all is done: the consumer's <see cref="IRingConsumer{T}.Error"/>.</param>
        public void Complete(Exception? error = null)
        {
            if (!IsDisposed)
                End(RingEnding.Completed, error);
            GC.KeepAlive(this);
        }

        /// <summary>Waits until the ring is below its soft limit.</summary>
        /// <param name="strategy">How.</param>
        /// <param name="timeout">0 to <see cref="int.MaxValue"/> milliseconds, or infinite.</param>
        /// <param name="cancellation">Ends the wait early.</param>
        /// <returns><see cref="WaitStatus.Completed"/> where the ring has ended, or its consumer has been disposed while it was full.</returns>
        /// <exception cref="ArgumentOutOfRangeException">The timeout is outside its range.</exception>
        public WaitStatus WaitForSpace(WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation = default)
        {
            if (IsDisposed)
                return WaitStatus.HandleDisposed;
            WaitStatus status = RingTrace.Wait<TFence>(Memory, "producer", this, Memory.ProducerWaits, strategy, timeout, cancellation, Memory.Requests);
            if (status == WaitStatus.Ready && (IsClosed || (IsConsumerGone && !IsRoomFor(1))))
                status = WaitStatus.Completed;
            if (RingTrace.EndsSoftFull<TFence>() && IsRoomFor(1))
                RingTrace.NotSoftFull(Memory);
            GC.KeepAlive(this);
            return status;
        }

        bool IWaitCondition.IsMet() => IsRoomFor(1) || IsClosed || IsConsumerGone;

        PushStatus IClaimant.Commit(ulong key, int claimed, int published)
        {
            if (IsDisposed)
                return PushStatus.HandleDisposed;
            uint index = (uint)key;
            if (!IsOpen(index))
                throw new InvalidOperationException("This claim has ended: another copy of it was committed or disposed.");
            Empty(index + (2 * (uint)published), claimed - published);
            PushStatus status = Publish(index, claimed, published) > 0 ? PushStatus.RefusedSkipped : PushStatus.Published;
            if (status == PushStatus.Published && !IsBelow(_softLimit))
                status = PushStatus.PublishedSoftFull;
            GC.KeepAlive(this);
            return status;
        }

        void IClaimant.Abort(ulong key, int claimed)
        {
            if (IsDisposed || !IsOpen((uint)key))
                return;
            Empty((uint)key, claimed);
            _ = Publish((uint)key, claimed, 0);
            GC.KeepAlive(this);
        }

        internal override void AddTo(ref RingTotals totals)
        {
            totals.Refused = (long)Refused;
            totals.Dropped = (long)Dropped;
            // Its threads keep no count: the slots that the consumer has left behind, and what the tail is ahead of that.
            if (Memory.TryRead<TFence>(_tail, out uint tail))
                totals.Published = totals.Reset + (((tail & ~MpscWords.Ended) - IndexOf(Memory.FirstPosition + (ulong)totals.Reset)) >> 1);
        }

        private protected override void Retire()
        {
            End(RingEnding.Abandoned, null);
            AbortOpen();
            if (RingTrace.EndsSoftFull<TFence>())
                RingTrace.NotSoftFull(Memory);
        }

        private void End(RingEnding ending, Exception? error)
        {
            lock (_ending)
            {
                uint tail = TFence.ReadOnce(_tail); // (N1) needs no order before (N9)
                if ((tail & MpscWords.Ended) != 0)
                    return;
                Memory.Error = error;
                TFence.WriteOnce(Memory.ProducerEnded, (uint)ending);
                for (uint seen = tail; ; tail = seen)
                {
                    seen = TFence.CompareExchange(_tail, tail | MpscWords.Ended, tail); // (N9) pairs with (N3), the other producers, and (N10), Consumer
                    if (seen == tail)
                        break;
                }
            }

            Waiter.WakeIfWaiting<TFence>(_consumerWaits);
            Waiter.WakeIfWaiting<TFence>(Memory.ProducerWaits);
        }

        /// <summary>Publishes one slot.</summary>
        /// <returns>False where there are skips: <see cref="Judge"/> says whether this is one of them.</returns>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private bool Publish(uint index)
        {
            TFence.StoreRelease(_words.State(index), MpscWords.Published(index)); // (N4) pairs with (N5), Consumer
            Waiter.WakeIfWaiting<TFence>(_consumerWaits);
            return TFence.ReadOnce(_skips) == 0; // (S4) pairs with (S2) and (S3), Consumer
        }

        /// <summary>Publishes the first of the claimed slots, and gives the others back.</summary>
        /// <returns>How many of those to publish the consumer has skipped: the first ones.</returns>
        private int Publish(uint index, int claimed, int published)
        {
            // The last first: a consumer that comes to one of them finds all that follow it, and takes them together; and what it skips is the first ones.
            for (int i = claimed - 1; i >= 0; i--)
            {
                uint place = index + (2 * (uint)i);
                TFence.StoreRelease(_words.State(place), i < published ? MpscWords.Published(place) : MpscWords.Aborted(place)); // (N4) pairs with (N5), Consumer
            }

            Waiter.WakeIfWaiting<TFence>(_consumerWaits);
            if (TFence.ReadOnce(_skips) == 0) // (S4) pairs with (S2) and (S3), Consumer
                return 0;
            int refused = Judge(index, published);
            _ = Judge(index + (2 * (uint)published), claimed - published);
            return refused;
        }

        /// <summary>Finds out which of the slots just published the consumer has skipped, and lets go of these.</summary>
        /// <returns>How many.</returns>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private int Judge(uint index, int count)
        {
            int refused = 0;
            for (; count > 0; count--, index += 2)
            {
                uint* mark = _words.Mark(index);
                if (TFence.CompareExchange(mark, MpscWords.Unmarked, MpscWords.Considered(index)) != MpscWords.Skipped(index)) // (S5) pairs with (S6), Consumer
                    continue;
                _slots.Empty<TFence>(_words.Slot(index), 1);
                TFence.StoreRelease(mark, MpscWords.Returned); // (S7) pairs with (S9), Consumer
                refused++;
            }

            Waiter.WakeIfWaiting<TFence>(_consumerWaits);
            return refused;
        }

        /// <summary>
        /// Whether a claim is open. A using statement makes a copy of it, and disposes that: one of the copies, which are all of one thread, has ended it then.
        /// </summary>
        /// <param name="index">Its first, whose state is written last.</param>
        private bool IsOpen(uint index) => MpscWords.IsOlder(TFence.ReadOnce(_words.State(index)), index); // this thread's own store, or a later one

        private void Empty(uint index, int count)
        {
            uint slot = _words.Slot(index);
            int first = FirstRun(slot, count);
            _slots.Empty<TFence>(slot, first);
            _slots.Empty<TFence>(0, count - first);
        }

        private int FirstRun(uint slot, int count) => (int)Math.Min((uint)count, _mask + 1 - slot);
    }
}
