using System;
using System.Runtime.CompilerServices;
using RingCore.Diagnostics;
using RingCore.Layouts;

namespace RingCore;

public partial class PackedRing<TFence>
{
    /// <summary>The collector of a packed ring. One thread at a time.</summary>
    public sealed unsafe class CollectorHandle : RingCollector<TFence>, IBurstCollector<PackedRing<TFence>.TakeBurst>
    {
        private PackedDescriptor* _end;

        // Entry from which on a burst takes whole lines of its lap.
        private PackedDescriptor* _wholeLinesFrom;

        internal CollectorHandle(RingMemory memory)
            : base(memory)
        {
            _end = (PackedDescriptor*)memory.Entries + memory.Geometry.Entries;
            Cursor.LapEnd = (uint)memory.FirstPosition + (uint)memory.Geometry.Entries;
            FindLineEnd();
        }

        /// <summary>Position at which a take has more to do: the end of a cache line, or of the lap.</summary>
        private ref ulong LineEnd => ref Cursor.AvailSeen;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public override bool TryTake(out DirtyPage page)
        {
            RefuseInBurst();
            Enter();
            ulong position = Cursor.Harvested;
            bool taken = PackedEntry.TryTake<TFence, HarvestStep<PackedStates>>(Entry(position), Cursor.Lap, out page);
            if (taken)
            {
                Cursor.Harvested = ++position;
                if (position == LineEnd)
                    EndLine();
            }

            Leave();
            return taken;
        }

        /// <inheritdoc/>
        public override HarvestResult Harvest(Span<DirtyPage> pages)
        {
            if (IsDisposed)
                return new HarvestResult(HarvestStatus.HandleDisposed, 0, 0, default);
            RefuseInBurst();
            Enter();
            HandOver();
            int taken = 0;
            fixed (DirtyPage* target = pages)
            {
                while (taken < pages.Length)
                {
                    int run = ToLapEnd(pages.Length - taken);
                    int count = PackedHarvester.Take<TFence, HarvestStep<PackedStates>>(Entry(Cursor.Harvested), run, Cursor.Lap, target + taken);
                    taken += count;
                    Cursor.Harvested += (uint)count;
                    Cursor.HandedOver = Cursor.Harvested;
                    if ((uint)Cursor.Harvested == Cursor.LapEnd)
                        TurnLap();
                    if (count < run)
                        break;
                }
            }

            FindLineEnd();
            Leave();
            return Result(taken, 0, taken < pages.Length);
        }

        /// <summary>
        /// Shows published descriptors where they stand, without a copy: <see cref="PackedDescriptor.Address"/> is the page number,
        /// <see cref="PackedDescriptor.Length"/> the slot. For peers that are trusted: the spans are plain memory.
        /// </summary>
        /// <param name="maxEntries">Most entries to show, 0 or more.</param>
        /// <returns>Up to two spans; nothing is harvested until their <see cref="InPlaceHarvest{TItem}.Commit"/>.</returns>
        public InPlaceHarvest<PackedDescriptor> HarvestInPlace(int maxEntries = int.MaxValue)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(maxEntries);
            if (IsDisposed)
                return default;
            RefuseInBurst();
            Enter();
            HandOver();
            int limit = (int)Math.Min((uint)maxEntries, Mask + 1);
            int toEnd = ToLapEnd(limit);
            PackedDescriptor* next = Entry(Cursor.Harvested);
            PackedDescriptor* start = (PackedDescriptor*)FirstEntry;
            int first = CountPublished(next, toEnd, Cursor.Lap);
            int second = first == toEnd ? CountPublished(start, limit - first, Cursor.Lap + 1) : 0;
            Leave();
            return new InPlaceHarvest<PackedDescriptor>(
                this, Cursor.Harvested, new ReadOnlySpan<PackedDescriptor>(next, first), new ReadOnlySpan<PackedDescriptor>(start, second));
        }

        /// <inheritdoc/>
        public TakeBurst OpenBurst()
        {
            if (IsDisposed)
                return default;
            RefuseInBurst();
            HandOver();
            return new TakeBurst(this);
        }

        /// <summary>The lap of the next entry.</summary>
        internal uint CurrentLap => Cursor.Lap;

        /// <summary>Gives the cursor to a burst.</summary>
        /// <returns>The next entry.</returns>
        internal PackedDescriptor* LendCursor()
        {
            PackedDescriptor* next = Entry(Cursor.Harvested);
            _wholeLinesFrom = (PackedDescriptor*)(((nuint)next + CacheLine.Bytes - 1) & ~(nuint)(CacheLine.Bytes - 1));
            IsInBurst = true;
            return next;
        }

        /// <summary>Whether a line of entries, or the lap, ends before an entry.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal bool IsLineEnd(PackedDescriptor* next) => (nuint)next % CacheLine.Bytes == 0 || next == _end;

        /// <summary>
        /// A burst has taken a line from its first entry on, and not the lap's last: it is handed over, and a later one asked for. Nothing but its states is
        /// stored: each further store would wait behind them.
        /// </summary>
        /// <returns>False where it is not such a line.</returns>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal bool TryEndLine(PackedDescriptor* end)
        {
            PackedDescriptor* line = end - PackedEntry.PerLine;
            if (line < _wholeLinesFrom || end == _end)
                return false;
            PackedEntry.LeaveFour<TFence, HarvestStep<PackedStates>>(line, Cursor.Lap);
            PackedEntry.PrefetchAhead<TFence>(end, _end, Mask + 1);
            return true;
        }

        /// <summary>A burst has taken a line that it began within, or the lap's last.</summary>
        /// <returns>The next entry.</returns>
        [MethodImpl(MethodImplOptions.NoInlining)]
        internal PackedDescriptor* EndLine(PackedDescriptor* end)
        {
            Synchronise(end, handedOver: end - 1);
            EndLine();
            return LendCursor();
        }

        /// <summary>Takes the cursor back from a burst, and hands over what it took.</summary>
        /// <param name="end">The entry after the burst's last.</param>
        [MethodImpl(MethodImplOptions.NoInlining)]
        internal HarvestTicket TakeCursorBack(PackedDescriptor* end)
        {
            Enter();
            Synchronise(end, handedOver: end);
            IsInBurst = false;
            HandOver(Cursor.Harvested);
            Leave();
            return new HarvestTicket(RingId, Cursor.Harvested);
        }

        private protected override string Design => RingDesigns.Packed;

        private protected override int Backlog(bool isDrained) => isDrained ? 0 : -1;

        private protected override bool HasEntries() =>
            PackedEntry.CanTake<TFence, HarvestStep<PackedStates>>(Entry(Cursor.Harvested), Cursor.Lap);

        /// <summary>Lap and lap's end are those of what is handed over next; a take that comes to the lap's end hands over at once.</summary>
        private protected override void HandOver(ulong end)
        {
            while (Cursor.HandedOver != end)
            {
                uint toEnd = Cursor.LapEnd - (uint)Cursor.HandedOver;
                uint run = (uint)Math.Min(end - Cursor.HandedOver, toEnd);
                PackedEntry.SetHarvested<TFence>(Entry(Cursor.HandedOver), (int)run, Cursor.Lap);
                Cursor.HandedOver += run;
                if (run == toEnd)
                    TurnLap();
            }

            FindLineEnd();
        }

        /// <summary>From now on every take looks at an entry that nobody publishes.</summary>
        private protected override void Retire() =>
            _end = (PackedDescriptor*)RingMemory.NeverPublished + (Cursor.LapEnd - (uint)Cursor.Harvested);

        /// <summary>A line of entries has been taken, or the last of the lap: it is handed over, and a later line asked for.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private void EndLine()
        {
            PackedEntry.PrefetchAhead<TFence>(Entry(Cursor.Harvested), _end, Mask + 1);
            HandOver(Cursor.Harvested);
        }

        /// <summary>Moves the cursor to where a burst has come: an entry of its lap, or the lap's end.</summary>
        /// <param name="end">The entry after the burst's last.</param>
        /// <param name="handedOver">An entry in the first line that the burst has not handed over, or before it.</param>
        private void Synchronise(PackedDescriptor* end, PackedDescriptor* handedOver)
        {
            Cursor.Harvested += (ulong)(end - Entry(Cursor.Harvested));
            long whole = (PackedDescriptor*)((nuint)handedOver & ~(nuint)(CacheLine.Bytes - 1)) - Entry(Cursor.HandedOver);
            if (whole > 0)
                Cursor.HandedOver += (ulong)whole;
        }

        /// <summary>The next entry is the ring's first: the wrap counter turns.</summary>
        private void TurnLap()
        {
            Cursor.LapEnd += Mask + 1;
            Cursor.Lap++;
        }

        private void FindLineEnd()
        {
            uint inLine = (uint)((nuint)Entry(Cursor.Harvested) / PackedDescriptor.Bytes) % PackedEntry.PerLine;
            LineEnd = Cursor.Harvested + (uint)ToLapEnd(PackedEntry.PerLine - (int)inLine);
        }

        /// <summary>Entries from the cursor to the end of the lap, at most as many as given.</summary>
        private int ToLapEnd(int count) => (int)Math.Min((uint)count, Cursor.LapEnd - (uint)Cursor.Harvested);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private PackedDescriptor* Entry(ulong position) => _end - (Cursor.LapEnd - (uint)position);

        private static int CountPublished(PackedDescriptor* entry, int limit, uint lap)
        {
            int count = 0;
            while (count < limit && PackedEntry.CanTake<TFence, HarvestStep<PackedStates>>(entry + count, lap))
                count++;
            return count;
        }
    }
}
