using System;
using System.Numerics;
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
        private readonly int _lapShift;

        internal ProducerHandle(RingMemory memory, SlotTable? slots)
            : base(memory)
        {
            _entries = memory.Entries;
            _slots = slots;
            _lapShift = BitOperations.Log2((uint)memory.Geometry.Entries);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public PushStatus Push(DirtyPage page)
        {
            Enter();
            ulong position = Cursor.Published;
            PushStatus status = position != Cursor.Limit ? Publish(position, page) : PushAtLimit(page);
            Leave();
            return status;
        }

        /// <inheritdoc/>
        public PushResult Push(ReadOnlySpan<DirtyPage> pages)
        {
            Enter();
            PushStatus status = IsDisposed ? PushStatus.HandleDisposed : PushStatus.Published;
            int pushed = 0;
            while (pushed < pages.Length)
            {
                int run = (int)Math.Min(Cursor.Limit - Cursor.Published, (uint)(pages.Length - pushed));
                if (run > 0)
                {
                    int published = Publish(pages.Slice(pushed, run));
                    pushed += published;
                    status = published == run ? PushStatus.Published : PushStatus.RefusedOutOfRange;
                }
                else
                {
                    status = PushAtLimit(pages[pushed]);
                    pushed += status <= PushStatus.PublishedSoftFull ? 1 : 0;
                }

                if (status > PushStatus.PublishedSoftFull)
                    break;
            }

            Leave();
            return new PushResult(status, pushed);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private PushStatus Publish(ulong position, DirtyPage page)
        {
            byte* entry = _entries + ((nuint)((uint)position & Mask) * (nuint)TEntry.Bytes);
            if (!TEntry.TryPublish<TFence>(entry, page, Lap(position), _slots))
                return PushStatus.RefusedOutOfRange;
            Cursor.Published = position + 1;
            Waiter.WakeIfWaiting<TFence>(&Control->CollectorWaits);
            return PushStatus.Published;
        }

        /// <summary>Publishes pages below the limit; a sleeping collector is woken once, after the last.</summary>
        /// <returns>Pages published: all, or those before one that the layout cannot express.</returns>
        private int Publish(ReadOnlySpan<DirtyPage> pages)
        {
            ulong position = Cursor.Published;
            uint index = (uint)position & Mask;
            int first = (int)Math.Min((uint)pages.Length, Mask + 1 - index);
            int published;
            fixed (DirtyPage* start = pages)
            {
                published = TEntry.Publish<TFence>(_entries + (nuint)index * (nuint)TEntry.Bytes, start, first, Lap(position), _slots);
                if (published == first)
                    published += TEntry.Publish<TFence>(_entries, start + first, pages.Length - first, Lap(position + (uint)first), _slots);
            }

            Cursor.Published = position + (uint)published;
            Waiter.WakeIfWaiting<TFence>(&Control->CollectorWaits);
            return published;
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

            PushStatus status = Publish(Cursor.Published, page);
            if (status != PushStatus.Published || used + 1 < SoftLimit)
                return status;
            Cursor.Limit = Cursor.Published;
            return PushStatus.PublishedSoftFull;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private uint Lap(ulong position) => (uint)position >> _lapShift;
    }
}
