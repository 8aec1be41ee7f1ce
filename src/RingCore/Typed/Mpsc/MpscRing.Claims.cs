using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Threading;
using RingCore.Diagnostics;

namespace RingCore;

public partial class MpscRing<TFence, T, TSlots>
{
    public sealed unsafe partial class ProducerHandle
    {
        // A limit that has fallen behind the tail by more is moved up to it: 2^31 positions behind it would be ahead of it.
        private const int FarBehind = 1 << 29;

        private bool IsClosed => (TFence.ReadOnce(_tail) & MpscWords.Ended) != 0;

        /// <summary>Claims slots that are below the limit: the ring is not even soft full then.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private bool TryClaimBelowLimit(uint count, out uint index)
        {
            index = TFence.LoadAcquire(_tail); // (N1) before (N2)
            while (true)
            {
                uint limit = TFence.ReadOnce(_limit); // (N2) ordered by (N3)
                uint room = BitOperations.RotateRight(limit - index, 1); // 2^31 and more where the ring has ended
                if (room - count >= _softLimit)
                    return false;
                uint seen = TFence.CompareExchange(_tail, index + (2 * count), index); // (N3) pairs with (N3), the other producers
                if (seen == index)
                    return true;
                index = seen;
            }
        }

        /// <summary>A push that may reach the soft limit, may find the ring full, or comes after the end.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private PushStatus PushAtLimit(T item)
        {
            if (IsDisposed)
                return PushStatus.HandleDisposed;
            PushStatus status = PushStatus.Published;
            if (Claim(1, isExact: false, ref status, out uint index) == 0)
                return status;
            _slots.Write<TFence>(_words.Slot(index), item);
            return Publish(index) || Judge(index, 1) == 0 ? status : PushStatus.RefusedSkipped;
        }

        /// <summary>Claims slots behind each other, or does as the policy says.</summary>
        /// <param name="wanted">How many, 1 or more.</param>
        /// <param name="isExact">Whether fewer are of no use.</param>
        /// <param name="status">What a push into them is if nothing else happens; where there are none, why.</param>
        /// <param name="index">The first.</param>
        /// <returns>How many.</returns>
        private int Claim(int wanted, bool isExact, ref PushStatus status, out uint index)
        {
            if (TryClaimBelowLimit((uint)wanted, out index))
                return wanted;
            while (true)
            {
                int claimed = ClaimAtLimit((uint)wanted, isExact, ref status, out index);
                if (claimed > 0 || status == PushStatus.RefusedCompleted || !IsRoomMade(wanted, isExact, ref status))
                    return claimed;
            }
        }

        /// <summary>Claims slots by a look at the head, and past those that are withheld.</summary>
        private int ClaimAtLimit(uint wanted, bool isExact, ref PushStatus status, out uint index)
        {
            uint passed = 0;
            while (passed <= _mask)
            {
                uint limit = TFence.LoadAcquire(_limit); // (N2) before (N7)
                index = TFence.LoadAcquire(_tail); // (N1) before (N7)
                uint head = ReadHead();
                uint used = ((index & ~MpscWords.Ended) - head) >> 1;
                if ((index & MpscWords.Ended) != 0)
                {
                    status = PushStatus.RefusedCompleted;
                    return 0;
                }

                if (used > _mask + 1)
                    continue; // The head has moved past the tail that was read before it.
                uint room = _mask + 1 - used;
                if (room == 0 || (isExact && room < wanted))
                    break;
                uint count = Math.Min(room, wanted);
                uint usable = count;
                if (TFence.ReadOnce(_skips) == 0) // (S8) pairs with (S2) and (S12), by (N7)
                    MoveLimit(limit, head + (2 * (_softLimit - 1)));
                else
                    usable = CountUsable(index, count);
                if ((int)(index - limit) > FarBehind)
                    MoveLimit(limit, index); // as when nothing is free

                // The one behind the usable ones is withheld: it is claimed with them, and passed.
                bool isPassed = usable < count;
                if (TFence.CompareExchange(_tail, index + (2 * (isPassed ? usable + 1 : count)), index) != index) // (N3) pairs with (N3), the other producers
                    continue;
                passed += isPassed ? usable + 1 : 0;
                if (isPassed)
                    Waiter.WakeIfWaiting<TFence>(_consumerWaits);
                if (!isPassed || (usable > 0 && !isExact))
                {
                    status = used + usable < _softLimit ? PushStatus.Published : PushStatus.PublishedSoftFull;
                    Tell(status, used + usable);
                    return (int)usable;
                }

                _ = Publish(index, (int)usable, 0);
            }

            index = 0;
            status = PushStatus.RefusedFull;
            return 0;
        }

        /// <summary>Slots from an index on that are not withheld.</summary>
        private uint CountUsable(uint index, uint count)
        {
            uint usable = 0;
            while (usable < count && !MpscWords.IsWithheld(TFence.ReadOnce(_words.Mark(index + (2 * usable))))) // (S10) ordered by (N7) and (N3)
                usable++;
            return usable;
        }

        private void MoveLimit(uint limit, uint next)
        {
            if ((int)(next - limit) > 0)
                _ = TFence.CompareExchange(_limit, next, limit); // (N8) pairs with (N2), the other producers
        }

        /// <summary>
        /// Gives back what is claimed and not published, when nobody will do either any more: left open by exceptions, or by threads that are dead, it would hold up the
        /// consumer for ever. After the end.
        /// </summary>
        private void AbortOpen()
        {
            uint tail = TFence.ReadOnce(_tail) & ~MpscWords.Ended; // (N1) needs no order: (N9) has closed it
            for (uint index = ReadHead(); index != tail; index += 2)
            {
                if (!IsOpen(index))
                    continue;
                Empty(index, 1); // One that is withheld is passed all the same, whatever its state.
                _ = Publish(index, 1, 0);
            }
        }

        /// <summary>What the policy does with items that find no room.</summary>
        /// <returns>Whether there may be room now; else the status says what became of the items.</returns>
        private bool IsRoomMade(int items, bool isExact, ref PushStatus status)
        {
            if (TFence.ReadOnce(Memory.ConsumerEnded) != 0)
            {
                CountRefused();
                status = PushStatus.RefusedCompleted;
                return false;
            }

            switch (_options.WhenFull)
            {
                case FullPolicy.Wait:
                    IWaitCondition room = isExact && items > 1 ? new RoomCondition(this, (uint)items) : this;
                    _ = RingTrace.Wait<TFence>(
                        Memory, "producer", room, Memory.ProducerWaits, _options.PushWait, Timeout.InfiniteTimeSpan, CancellationToken.None, Memory.Requests);
                    return true;
                case FullPolicy.DropNewest:
                    _dropped.Add((uint)items);
                    if (RingTrace.IsOn)
                        RingTrace.Dropped(Memory, TFence.ReadOnce(_tail), (long)Dropped);
                    status = PushStatus.Dropped;
                    return false;
                default:
                    CountRefused();
                    status = PushStatus.RefusedFull;
                    return false;
            }
        }

        private void CountRefused()
        {
            _refused.Add(1);
            if (RingTrace.IsOn)
                RingTrace.RefusedFull(Memory, TFence.ReadOnce(_tail), (long)Refused);
        }

        /// <summary>Tells where a claim has left the ring. Of two threads that do so at once the wrong one may be the last: the next claim that looks sets it right.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private void Tell(PushStatus status, uint used)
        {
            bool isSoftFull = status == PushStatus.PublishedSoftFull;
            if (isSoftFull && RingTrace.WantsSoftFull<TFence>())
                RingTrace.SoftFull(Memory, used);
            else if (!isSoftFull && RingTrace.EndsSoftFull<TFence>())
                RingTrace.NotSoftFull(Memory);
        }

        private bool IsRoomFor(uint items) => IsBelow(Math.Min(_softLimit, _mask + 2 - items));

        /// <summary>Whether fewer items are claimed and not yet taken, by the consumer's latest word.</summary>
        private bool IsBelow(uint items)
        {
            uint tail = TFence.ReadOnce(_tail) & ~MpscWords.Ended;
            uint used = (tail - ReadHead()) >> 1;
            return used < items || used > _mask + 1; // the latter: the tail is older than the head, so that much was free
        }

        private uint ReadHead() => TFence.LoadAcquire(Memory.Head); // (N7) pairs with (N6), Consumer

        private sealed class RoomCondition(ProducerHandle producer, uint items) : IWaitCondition
        {
            public bool IsMet() => producer.IsRoomFor(items) || producer.IsClosed || producer.IsConsumerGone;
        }
    }
}
