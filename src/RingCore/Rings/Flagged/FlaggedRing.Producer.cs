using System;
using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore;

public partial class FlaggedRing<TFence, TEntry, TItem>
{
    /// <summary>The producer of a flagged ring. One thread at a time.</summary>
    public sealed unsafe class ProducerHandle : RingProducer<TFence>, IBurstProducer<FlaggedRing<TFence, TEntry, TItem>.PushBurst>
    {
        private readonly byte* _entries;
        private readonly SlotTable? _slots;

        internal ProducerHandle(RingMemory memory, SlotTable? slots)
            : base(memory, byLaps: true)
        {
            _entries = memory.Entries;
            _slots = slots;
        }

        private protected override string Design => FlaggedRing<TFence, TEntry, TItem>.Design;

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

        /// <inheritdoc/>
        public PushBurst OpenBurst()
        {
            if (IsDisposed)
                return default;
            RefuseInBurst();
            return new PushBurst(this);
        }

        /// <summary>The entry at which a burst's push must come back here.</summary>
        internal byte* BurstLimit { get; private set; }

        /// <summary>The lap of the entries up to the limit.</summary>
        internal uint Lap => Cursor.Lap;

        /// <summary>The pages that exist.</summary>
        internal SlotTable? Slots => _slots;

        /// <summary>The entry at the cursor.</summary>
        internal byte* NextEntry => Entry(Cursor.Published);

        /// <summary>Gives the cursor to a burst.</summary>
        /// <returns>The next entry.</returns>
        internal byte* LendCursor()
        {
            BurstLimit = NextEntry + ((nuint)(Cursor.Limit - Cursor.Published) * (nuint)TEntry.Bytes);
            Cursor.Limit = Cursor.Published; // Every push by the handle itself looks further, and is refused.
            IsInBurst = true;
            return NextEntry;
        }

        /// <summary>A burst's push at its limit.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        internal PushStatus PushAtLimit(byte* end, DirtyPage page)
        {
            Enter();
            TakeCursorBack(end);
            PushStatus status = PushAtLimit(page);
            LendCursor();
            Leave();
            return status;
        }

        /// <summary>Takes the cursor back from a burst.</summary>
        /// <param name="end">The entry after the burst's last; the burst ended no later than its lap.</param>
        [MethodImpl(MethodImplOptions.NoInlining)]
        internal void TakeCursorBack(byte* end)
        {
            Cursor.Published = (Cursor.Published & ~(ulong)Mask) + ((ulong)(end - _entries) / (uint)TEntry.Bytes);
            IsInBurst = false;
            _ = RefreshUsed();
        }

        /// <summary>Wakes a collector that sleeps.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void WakeIfWaiting() => Waiter.WakeIfWaiting<TFence>(CollectorWaits);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private PushStatus Publish(ulong position, DirtyPage page)
        {
            if (!TEntry.TryPublish<TFence>(Entry(position), page, Cursor.Lap, _slots))
                return PushStatus.RefusedOutOfRange;
            Cursor.Published = position + 1;
            WakeIfWaiting();
            return PushStatus.Published;
        }

        /// <summary>Publishes pages below the limit, which all stand behind each other; a sleeping collector is woken once, after the last.</summary>
        /// <returns>Pages published: all, or those before one that the layout cannot express.</returns>
        private int Publish(ReadOnlySpan<DirtyPage> pages)
        {
            byte* first = Entry(Cursor.Published);
            int published;
            for (int i = 0; i < pages.Length; i += CacheLine.Bytes / TEntry.Bytes)
                TFence.Prefetch(Entry(Cursor.Published + (uint)i + (RingMemory.PrefetchBytes / (uint)TEntry.Bytes)));
            fixed (DirtyPage* start = pages)
                published = TEntry.Publish<TFence>(first, start, pages.Length, Cursor.Lap, _slots);
            Cursor.Published += (uint)published;
            WakeIfWaiting();
            return published;
        }

        /// <summary>A push that may reach the soft limit, may find the ring full, or comes after the handle's end.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private PushStatus PushAtLimit(DirtyPage page)
        {
            if (IsDisposed)
                return PushStatus.HandleDisposed;
            RefuseInBurst();
            uint used = RefreshUsed();
            if (used > Mask)
            {
                CountRefused();
                return PushStatus.RefusedFull;
            }

            PushStatus status = Publish(Cursor.Published, page);
            if (status != PushStatus.Published || used + 1 < SoftLimit)
                return status;
            StayAtLimit(used + 1);
            return PushStatus.PublishedSoftFull;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private byte* Entry(ulong position) => _entries + ((nuint)((uint)position & Mask) * (nuint)TEntry.Bytes);
    }
}
