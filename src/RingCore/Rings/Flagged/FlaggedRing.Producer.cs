using System;
using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore;

public partial class FlaggedRing<TFence, TEntry, TItem>
{
    /// <summary>The producer of a flagged ring. One thread at a time.</summary>
    public sealed unsafe class ProducerHandle : RingProducer<TFence>, IDirtyProducer
    {
        private readonly byte* _entries;
        private readonly SlotTable? _slots;

        internal ProducerHandle(RingMemory memory, SlotTable? slots)
            : base(memory)
        {
            _entries = memory.Entries;
            _slots = slots;
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public PushStatus Push(DirtyPage page)
        {
            Enter();
            PushStatus status = Cursor.Published != Cursor.Limit ? Publish(page) : PushAtLimit(page);
            Leave();
            return status;
        }

        /// <inheritdoc/>
        public PushResult Push(ReadOnlySpan<DirtyPage> pages)
        {
            PushStatus status = IsDisposed ? PushStatus.HandleDisposed : PushStatus.Published;
            int pushed = 0;
            for (; pushed < pages.Length; pushed++)
            {
                status = Push(pages[pushed]);
                if (status > PushStatus.PublishedSoftFull)
                    break;
            }

            return new PushResult(status, pushed);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private PushStatus Publish(DirtyPage page)
        {
            byte* entry = _entries + ((nuint)((uint)Cursor.Published & Mask) * (nuint)TEntry.Bytes);
            if (!TEntry.TryPublish<TFence>(entry, page, _slots))
                return PushStatus.RefusedOutOfRange;
            Cursor.Published++;
            Waiter.WakeIfWaiting<TFence>(&Control->CollectorWaits);
            return PushStatus.Published;
        }

        /// <summary>A push that may reach the soft limit, may find the ring full, or comes after the handle's end.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private PushStatus PushAtLimit(DirtyPage page)
        {
            if (IsDisposed)
                return PushStatus.HandleDisposed;
            uint used = RefreshUsed();
            if (used > Mask)
            {
                Cursor.Refused++;
                return PushStatus.RefusedFull;
            }

            PushStatus status = Publish(page);
            if (status != PushStatus.Published || used + 1 < SoftLimit)
                return status;
            Cursor.Limit = Cursor.Published;
            return PushStatus.PublishedSoftFull;
        }
    }
}
