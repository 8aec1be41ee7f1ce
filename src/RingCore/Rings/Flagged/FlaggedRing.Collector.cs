using System;
using RingCore.Layouts;

namespace RingCore;

public partial class FlaggedRing<TFence, TEntry, TItem>
{
    /// <summary>The collector of a flagged ring. One thread at a time.</summary>
    public sealed unsafe class CollectorHandle : RingCollector<TFence>
    {
        private readonly byte* _entries;
        private readonly SlotTable? _slots;
        private readonly bool _ordered;

        /// <summary>Makes the collector of a ring.</summary>
        /// <param name="memory">The ring's memory.</param>
        /// <param name="slots">The pages that exist.</param>
        /// <param name="ordered">Whether one producer publishes in order, so that a block may be acquired by its last entry.</param>
        internal CollectorHandle(RingMemory memory, SlotTable? slots, bool ordered)
            : base(memory)
        {
            _entries = memory.Entries;
            _slots = slots;
            _ordered = ordered;
        }

        /// <inheritdoc/>
        public override HarvestResult Harvest(Span<DirtyPage> pages)
        {
            if (IsDisposed)
                return new HarvestResult(HarvestStatus.HandleDisposed, 0, 0, default);
            Enter();
            int taken = 0;
            int kept = 0;
            fixed (DirtyPage* target = pages)
            {
                while (taken < pages.Length)
                {
                    int run = FirstRun(pages.Length - taken);
                    int count = TEntry.Harvest<TFence>(Entry(Cursor.Harvested), run, target + kept, _slots, _ordered, out int outOfRange);
                    Cursor.Harvested += (uint)count;
                    taken += count;
                    kept += count - outOfRange;
                    if (count < run)
                        break;
                }
            }

            Cursor.OutOfRange += (uint)(taken - kept);
            Leave();
            return new HarvestResult(taken == 0 ? HarvestStatus.Empty : HarvestStatus.Harvested, taken, taken - kept, Ticket);
        }

        /// <summary>Shows published entries where they stand, without a copy. For peers that are trusted: the spans are plain memory.</summary>
        /// <param name="maxEntries">Most entries to show, 0 or more.</param>
        /// <returns>Up to two spans; nothing is harvested until their <see cref="InPlaceHarvest{TItem}.Commit"/>.</returns>
        public InPlaceHarvest<TItem> HarvestInPlace(int maxEntries = int.MaxValue)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(maxEntries);
            if (IsDisposed)
                return default;
            Enter();
            int limit = (int)Math.Min((uint)maxEntries, Mask + 1);
            int toEnd = FirstRun(limit);
            int first = CountPublished(Cursor.Harvested, toEnd);
            int second = first == toEnd ? CountPublished(Cursor.Harvested + (uint)first, limit - first) : 0;
            Leave();
            return new InPlaceHarvest<TItem>(
                this, Cursor.Harvested, new ReadOnlySpan<TItem>(Entry(Cursor.Harvested), first), new ReadOnlySpan<TItem>(_entries, second));
        }

        private protected override void Commit(int entries)
        {
            ulong position = Cursor.Harvested;
            ulong end = position + (uint)entries;
            for (; position != end; position++)
                TEntry.SetHarvested<TFence>(Entry(position));
            Cursor.Harvested = end;
        }

        private protected override bool HasEntries() => TEntry.IsPublished<TFence>(Entry(Cursor.Harvested));

        private byte* Entry(ulong position) => _entries + ((nuint)((uint)position & Mask) * (nuint)TEntry.Bytes);

        private int CountPublished(ulong position, int limit)
        {
            int count = 0;
            while (count < limit && TEntry.IsPublished<TFence>(Entry(position + (uint)count)))
                count++;
            return count;
        }
    }
}
