using System;
using System.Runtime.CompilerServices;
using RingCore.Diagnostics;
using RingCore.Layouts;

namespace RingCore;

public partial class PackedRing<TFence>
{
    /// <summary>The producer of a packed ring. One thread at a time.</summary>
    public sealed unsafe class ProducerHandle : RingProducer<TFence>, IBurstProducer<PackedRing<TFence>.PushBurst>
    {
        private readonly PackedDescriptor* _end;

        internal ProducerHandle(RingMemory memory)
            : base(memory, byLaps: true)
        {
            _end = (PackedDescriptor*)memory.Entries + memory.Geometry.Entries;
            StartLap(0, memory.FirstPosition + (uint)memory.Geometry.Entries);
        }

        private protected override string Design => RingDesigns.Packed;

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
                    Publish(pages.Slice(pushed, run));
                    pushed += run;
                    status = PushStatus.Published;
                }
                else
                {
                    status = PushAtLimit(pages[pushed]);
                    if (status > PushStatus.PublishedSoftFull)
                        break;
                    pushed++;
                }
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
        internal PackedDescriptor* BurstLimit { get; private set; }

        /// <summary>The state in which a burst publishes up to its limit.</summary>
        internal ulong BurstState { get; private set; }

        /// <summary>The entry at the cursor; at a lap's end the place after the last.</summary>
        internal PackedDescriptor* NextEntry => Entry(Cursor.Published);

        /// <summary>Gives the cursor to a burst.</summary>
        /// <returns>The next entry.</returns>
        internal PackedDescriptor* LendCursor()
        {
            BurstLimit = NextEntry + (Cursor.Limit - Cursor.Published);
            BurstState = PackedEntry.StateOfPublished(Cursor.Lap);
            Cursor.Limit = Cursor.Published; // Every push by the handle itself looks further, and is refused.
            IsInBurst = true;
            return NextEntry;
        }

        /// <summary>A burst's push at its limit.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        internal PushStatus PushAtLimit(PackedDescriptor* end, DirtyPage page)
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
        internal void TakeCursorBack(PackedDescriptor* end)
        {
            Cursor.Published += (ulong)(end - NextEntry);
            IsInBurst = false;
            _ = RefreshUsed();
        }

        /// <summary>Wakes a collector that sleeps.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void WakeIfWaiting() => Waiter.WakeIfWaiting<TFence>(CollectorWaits);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private PushStatus Publish(ulong position, DirtyPage page)
        {
            PackedEntry.Publish<TFence>(Entry(position), page, Cursor.Lap);
            Cursor.Published = position + 1;
            WakeIfWaiting();
            return PushStatus.Published;
        }

        /// <summary>Publishes pages below the limit, which all stand behind each other; a sleeping collector is woken once, after the last.</summary>
        private void Publish(ReadOnlySpan<DirtyPage> pages)
        {
            PackedDescriptor* entry = Entry(Cursor.Published);
            for (int i = 0; i < pages.Length; i += PackedEntry.PerLine)
                PackedEntry.PrefetchAhead<TFence>(entry + i, _end, Mask + 1);
            fixed (DirtyPage* start = pages)
                PackedEntry.Publish<TFence>(entry, start, pages.Length, Cursor.Lap);
            Cursor.Published += (uint)pages.Length;
            WakeIfWaiting();
        }

        /// <summary>A push that may reach the soft limit, may find the ring full, begins a lap, or comes after the handle's end.</summary>
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
            if (used + 1 < SoftLimit)
                return status;
            StayAtLimit(used + 1);
            return PushStatus.PublishedSoftFull;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private PackedDescriptor* Entry(ulong position) => _end - (Cursor.LapEnd - (uint)position);
    }
}
