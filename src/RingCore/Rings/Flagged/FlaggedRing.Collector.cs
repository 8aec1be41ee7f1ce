using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore;

public partial class FlaggedRing<TFence, TEntry, TItem>
{
    /// <summary>The collector of a flagged ring. One thread at a time.</summary>
    public sealed unsafe class CollectorHandle : RingCollector<TFence>, IBurstCollector<FlaggedRing<TFence, TEntry, TItem>.TakeBurst>
    {
        private readonly SlotTable? _slots;
        private byte* _entries;

        // Address of the entry from which on a burst takes whole lines of its lap.
        private nuint _wholeLinesFrom;

        /// <summary>Makes the collector of a ring.</summary>
        /// <param name="memory">The ring's memory.</param>
        /// <param name="slots">The pages that exist.</param>
        /// <param name="ordered">Whether one producer publishes in order, so that a block may be acquired by its last entry.</param>
        internal CollectorHandle(RingMemory memory, SlotTable? slots, bool ordered)
            : base(memory)
        {
            _entries = memory.Entries;
            GroupBits = (byte)(Math.Min((uint)(CacheLine.Bytes / TEntry.Bytes), (uint)memory.Geometry.Entries) - 1);
            _slots = slots;
            IsOrdered = ordered;
            Cursor.Lap = Lap(memory.FirstPosition);
        }

        /// <summary>Position bits within a line of entries, or within a ring that is smaller than one.</summary>
        private uint GroupMask => GroupBits;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public override bool TryTake(out DirtyPage page)
        {
            RefuseInBurst();
            Enter();
            ulong position = Cursor.Harvested;
            bool taken = TEntry.TryTake<TFence>(Entry(position), Cursor.Lap, _slots, out page, out bool inRange);
            if (taken)
            {
                Cursor.Harvested = ++position;
                if (((uint)position & GroupMask) == 0)
                    EndGroup(position);
                if (TEntry.NeedsSlots && !inRange)
                    taken = TakeInRange(out page);
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
            int kept = 0;
            fixed (DirtyPage* target = pages)
            {
                while (taken < pages.Length)
                {
                    int run = FirstRun(pages.Length - taken);
                    int count = TEntry.Harvest<TFence>(
                        Entry(Cursor.Harvested), run, Cursor.Lap, target + kept, _slots, IsOrdered, out int outOfRange);
                    Advance(count);
                    taken += count;
                    kept += count - outOfRange;
                    if (count < run)
                        break;
                }
            }

            Cursor.OutOfRange += (uint)(taken - kept);
            Leave();
            return Result(taken, taken - kept, taken < pages.Length);
        }

        /// <summary>Harvests entries as the ring holds them, in order of publication: of 8-byte entries page addresses, which name no slot and are not checked.</summary>
        /// <param name="items">Receives them, state bits zero; its length is the limit.</param>
        public HarvestResult HarvestItems(Span<TItem> items)
        {
            if (IsDisposed)
                return new HarvestResult(HarvestStatus.HandleDisposed, 0, 0, default);
            RefuseInBurst();
            Enter();
            HandOver();
            int taken = 0;
            fixed (TItem* target = items)
            {
                while (taken < items.Length)
                {
                    int run = FirstRun(items.Length - taken);
                    int count = TEntry.HarvestItems<TFence>(Entry(Cursor.Harvested), run, Cursor.Lap, target + taken, IsOrdered);
                    Advance(count);
                    taken += count;
                    if (count < run)
                        break;
                }
            }

            Leave();
            return Result(taken, 0, taken < items.Length);
        }

        /// <summary>Shows published entries where they stand, without a copy. For peers that are trusted: the spans are plain memory.</summary>
        /// <param name="maxEntries">Most entries to show, 0 or more.</param>
        /// <returns>Up to two spans; nothing is harvested until their <see cref="InPlaceHarvest{TItem}.Commit"/>.</returns>
        public InPlaceHarvest<TItem> HarvestInPlace(int maxEntries = int.MaxValue)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(maxEntries);
            if (IsDisposed)
                return default;
            RefuseInBurst();
            Enter();
            HandOver();
            int limit = (int)Math.Min((uint)maxEntries, Mask + 1);
            int toEnd = FirstRun(limit);
            int first = CountPublished(Cursor.Harvested, toEnd);
            int second = first == toEnd ? CountPublished(Cursor.Harvested + (uint)first, limit - first) : 0;
            Leave();
            return new InPlaceHarvest<TItem>(
                this, Cursor.Harvested, new ReadOnlySpan<TItem>(Entry(Cursor.Harvested), first), new ReadOnlySpan<TItem>(_entries, second));
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

        /// <summary>The pages that exist.</summary>
        internal SlotTable? Slots => _slots;

        /// <summary>Gives the cursor to a burst.</summary>
        /// <returns>The next entry.</returns>
        internal byte* LendCursor()
        {
            byte* next = Entry(Cursor.Harvested);
            uint toGroup = (0 - (uint)Cursor.Harvested) & GroupMask;
            bool areLines = (GroupMask + 1) * (uint)TEntry.Bytes == CacheLine.Bytes;
            _wholeLinesFrom = areLines ? (nuint)next + (toGroup * (nuint)TEntry.Bytes) : nuint.MaxValue;
            IsInBurst = true;
            return next;
        }

        /// <summary>Whether a line of entries ends before an entry.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal bool IsGroupEnd(byte* next) => ((uint)((nuint)next - (nuint)_entries) & (((GroupMask + 1) * (uint)TEntry.Bytes) - 1)) == 0;

        /// <summary>
        /// A burst has taken a line from its first entry on, and not the lap's last: it is handed over, and a later one asked for. Nothing but its states is
        /// stored: each further store would wait behind them.
        /// </summary>
        /// <returns>False where it is not such a line.</returns>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal bool TryEndLine(byte* end)
        {
            byte* line = end - CacheLine.Bytes;
            byte* lapEnd = _entries + (((nuint)Mask + 1) * (nuint)TEntry.Bytes);
            if ((nuint)line < _wholeLinesFrom || end == lapEnd)
                return false;
            TEntry.SetLineHarvested<TFence>(line, Cursor.Lap);
            byte* ahead = end + RingMemory.PrefetchBytes;
            TFence.Prefetch(ahead < lapEnd ? ahead : _entries + (ahead - lapEnd));
            return true;
        }

        /// <summary>A burst has taken a line that it began within, or the lap's last.</summary>
        /// <returns>The next entry.</returns>
        [MethodImpl(MethodImplOptions.NoInlining)]
        internal byte* EndGroup(byte* end)
        {
            Synchronise(end, lastGroup: GroupMask + 1);
            EndGroup(Cursor.Harvested);
            return LendCursor();
        }

        /// <summary>Takes the cursor back from a burst, and hands over what it took.</summary>
        /// <param name="end">The entry after the burst's last.</param>
        [MethodImpl(MethodImplOptions.NoInlining)]
        internal HarvestTicket TakeCursorBack(byte* end)
        {
            Enter();
            Synchronise(end, lastGroup: 0);
            IsInBurst = false;
            HandOver();
            Leave();
            return new HarvestTicket(RingId, Cursor.Harvested);
        }

        /// <summary>A burst has taken an entry that names no page of the slots.</summary>
        internal void CountOutOfRange() => Cursor.OutOfRange++;

        private protected override void HandOver(ulong end)
        {
            while (Cursor.HandedOver != end)
            {
                int run = (int)Math.Min(end - Cursor.HandedOver, Mask + 1 - ((uint)Cursor.HandedOver & Mask));
                TEntry.SetHarvested<TFence>(Entry(Cursor.HandedOver), run, Lap(Cursor.HandedOver));
                Cursor.HandedOver += (uint)run;
            }

            Cursor.Lap = Lap(end);
        }

        /// <summary>From now on every take looks at an entry that nobody publishes.</summary>
        private protected override void Retire()
        {
            _entries = RingMemory.NeverPublished;
            Mask = 0;
        }

        /// <summary>A line of entries has been taken: it is handed over, and a later one asked for.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private void EndGroup(ulong position)
        {
            TFence.Prefetch(Entry(position + (RingMemory.PrefetchBytes / (uint)TEntry.Bytes)));
            if (position - Cursor.HandedOver == GroupMask + 1)
            {
                TEntry.SetHarvested<TFence>(Entry(Cursor.HandedOver), (int)GroupMask + 1, Cursor.Lap);
                Cursor.HandedOver = position;
                Cursor.Lap = Lap(position);
            }
            else
            {
                HandOver();
            }
        }

        private protected override string Design => FlaggedRing<TFence, TEntry, TItem>.Design;

        private protected override int Backlog(bool isDrained) => isDrained ? 0 : -1;

        private protected override bool HasEntries() => TEntry.IsPublished<TFence>(Entry(Cursor.Harvested), Cursor.Lap);

        /// <summary>Entries that a harvest has taken and handed over in one.</summary>
        private void Advance(int entries)
        {
            Cursor.Harvested += (uint)entries;
            Cursor.HandedOver = Cursor.Harvested;
            Cursor.Lap = Lap(Cursor.Harvested);
        }

        /// <summary>The page just taken names none of the slots: looks for the next that does, one ring's worth at most.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private bool TakeInRange(out DirtyPage page)
        {
            Cursor.OutOfRange++;
            ulong end = Cursor.Harvested + Mask;
            page = default;
            while (Cursor.Harvested != end && TEntry.TryTake<TFence>(Entry(Cursor.Harvested), Cursor.Lap, _slots, out page, out bool inRange))
            {
                Cursor.Harvested++;
                if (((uint)Cursor.Harvested & GroupMask) == 0)
                    EndGroup(Cursor.Harvested);
                if (inRange)
                    return true;
                Cursor.OutOfRange++;
                page = default;
            }

            return false;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private byte* Entry(ulong position) => _entries + ((nuint)((uint)position & Mask) * (nuint)TEntry.Bytes);

        /// <summary>Moves the cursor to where a burst has come: an entry of its lap, or the lap's end.</summary>
        /// <param name="end">The entry after the burst's last.</param>
        /// <param name="lastGroup">Entries of the last group where it ends there and is not handed over yet; else 0.</param>
        private void Synchronise(byte* end, uint lastGroup)
        {
            Cursor.Harvested = (Cursor.Harvested & ~(ulong)Mask) + ((ulong)(end - _entries) / (uint)TEntry.Bytes);
            // The burst handed over the whole lines before.
            Cursor.HandedOver = Math.Max(Cursor.HandedOver, (Cursor.Harvested - lastGroup) & ~(ulong)GroupMask);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private uint Lap(ulong position) => (uint)position >> BitOperations.PopCount(Mask);

        private int CountPublished(ulong position, int limit)
        {
            int count = 0;
            while (count < limit && TEntry.IsPublished<TFence>(Entry(position + (uint)count), Lap(position + (uint)count)))
                count++;
            return count;
        }
    }
}
