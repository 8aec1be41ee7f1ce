using System;
using System.Runtime.CompilerServices;
using System.Threading;
using RingCore.Diagnostics;

namespace RingCore;

public partial class SpscRing<TFence, T, TSlots>
{
    public sealed unsafe partial class ProducerHandle
    {
        /// <summary>A push that may reach the soft limit, may find the ring full, or comes after the end.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private PushStatus PushAtLimit(T item)
        {
            if (!IsOpen(out PushStatus status))
                return status;
            uint used;
            while ((used = RefreshUsed()) > _mask)
            {
                if (!IsRoomMade(1, ref status))
                    return status;
            }

            _slots.Write<TFence>((uint)_cursor.Published & _mask, item);
            Publish(_cursor.Published + 1);
            return StatusAt(used + 1);
        }

        /// <summary>What the policy does with items that find no room.</summary>
        /// <returns>Whether there is room now; else the status says what became of the items.</returns>
        private bool IsRoomMade(int items, ref PushStatus status)
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
                    _ = RingTrace.Wait<TFence>(Memory, "producer", this, Memory.ProducerWaits, _options.PushWait, Timeout.InfiniteTimeSpan, CancellationToken.None);
                    return true;
                case FullPolicy.DropNewest:
                    _cursor.Dropped += (uint)items;
                    if (RingTrace.IsOn)
                        RingTrace.Dropped(Memory, (long)Published, (long)Dropped);
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
            _cursor.Refused++;
            if (RingTrace.IsOn)
                RingTrace.RefusedFull(Memory, (long)Published, (long)Refused);
        }

        /// <summary>The status of a push after which so many items are in the ring, as far as is known.</summary>
        private PushStatus StatusAt(uint used)
        {
            if (used < _softLimit)
                return PushStatus.Published;
            _cursor.Limit = _cursor.Published; // The next push looks again.
            if (RingTrace.WantsSoftFull<TFence>())
                RingTrace.SoftFull(Memory, used);
            return PushStatus.PublishedSoftFull;
        }

        /// <summary>Items published and not yet taken, by the consumer's latest word.</summary>
        private uint RefreshUsed()
        {
            uint head = TFence.LoadAcquire(Memory.Head); // (Q4) pairs with (Q3), Consumer
            uint used = (uint)_cursor.Published - head;
            bool wasSoftFull = _cursor.Published - _cursor.HeadSeen >= _softLimit;
            _cursor.HeadSeen = _cursor.Published - used;
            MoveLimit();
            if (wasSoftFull && used < _softLimit && RingTrace.EndsSoftFull<TFence>())
                RingTrace.NotSoftFull(Memory);
            return used;
        }

        /// <summary>Every push short of the one that reaches the soft limit needs no look at the consumer's index.</summary>
        private void MoveLimit() =>
            _cursor.Limit = _hasEnded ? _cursor.Published : Math.Max(_cursor.HeadSeen + _softLimit - 1, _cursor.Published);
    }
}
