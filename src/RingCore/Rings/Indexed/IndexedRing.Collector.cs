using System;
using System.Runtime.CompilerServices;
using RingCore.Diagnostics;
using RingCore.Layouts;

namespace RingCore;

public partial class IndexedRing<TFence>
{
    /// <summary>The collector of an indexed ring: reads entries, writes its index and, only where the ring says so, marks. One thread at a time.</summary>
    public sealed unsafe class CollectorHandle : RingCollector<TFence>
    {
        private readonly KvmDirtyGfn* _entries;
        private readonly uint* _avail;
        private readonly bool _marks;

        // Entries between the start of the first entry's line and that entry; 0 but for memory of the caller's that starts within a line.
        private readonly uint _lineOffset;

        internal CollectorHandle(RingMemory memory, CollectorAccess access)
            : base(memory)
        {
            _marks = access == CollectorAccess.Marks;
            _lineOffset = (uint)((nuint)memory.Entries / KvmDirtyGfn.Bytes) & LineMask;
            _entries = (KvmDirtyGfn*)memory.Entries;
            _avail = memory.Words.Avail;
        }

        /// <summary>Position bits within a line, or within a ring that is smaller than one.</summary>
        private uint LineMask => Mask & (EntriesPerLine - 1);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public override bool TryTake(out DirtyPage page)
        {
            Enter();
            bool taken = !IsDisposed && (Cursor.AvailSeen != Cursor.Harvested || CountPublished(1) > 0);
            page = default;
            if (taken)
            {
                KvmDirtyGfn* entry = Entry();
                TFence.FlushBeforeRead(entry, KvmDirtyGfn.Bytes);
                page = new DirtyPage(TFence.ReadPlain(&entry->Slot), TFence.ReadPlain(&entry->Offset));
                Cursor.Harvested++;
                if ((((uint)Cursor.Harvested + _lineOffset) & LineMask) == 0)
                    HandOver();
            }

            Leave();
            return taken;
        }

        /// <inheritdoc/>
        public override HarvestResult Harvest(Span<DirtyPage> pages)
        {
            if (IsDisposed)
                return new HarvestResult(HarvestStatus.HandleDisposed, 0, 0, default);
            Enter();
            int count = CountPublished(pages.Length);
            int first = FirstRun(count);
            FlushBeforeRead(first, count);
            fixed (DirtyPage* target = pages)
            {
                Harvester.Copy<TFence>(Entry(), first, target);
                Harvester.Copy<TFence>(_entries, count - first, target + first);
            }

            Cursor.Harvested += (uint)count;
            HandOver();
            Leave();
            return Result(count, 0, count < pages.Length);
        }

        /// <summary>Shows published entries where they stand, without a copy. For peers that are trusted: the spans are plain memory.</summary>
        /// <param name="maxEntries">Most entries to show, 0 or more.</param>
        /// <returns>Up to two spans; nothing is harvested until their <see cref="InPlaceHarvest{TItem}.Commit"/>.</returns>
        public InPlaceHarvest<DirtyPage> HarvestInPlace(int maxEntries = int.MaxValue)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(maxEntries);
            if (IsDisposed)
                return default;
            Enter();
            int count = CountPublished(maxEntries);
            int first = FirstRun(count);
            FlushBeforeRead(first, count);
            Leave();
            return new InPlaceHarvest<DirtyPage>(
                this, Cursor.Harvested, new ReadOnlySpan<DirtyPage>(Entry(), first), new ReadOnlySpan<DirtyPage>(_entries, count - first));
        }

        private protected override string Design => RingDesigns.Indexed;

        private protected override int Backlog(bool isDrained) => (int)(Cursor.AvailSeen - Cursor.Harvested);

        private protected override bool HasEntries() => CountPublished(1) > 0;

        private KvmDirtyGfn* Entry() => _entries + ((uint)Cursor.Harvested & Mask);

        /// <summary>Published entries, at most as many as wanted; asks the producer's index only when what it last said does not suffice.</summary>
        private int CountPublished(int wanted)
        {
            ulong known = Cursor.AvailSeen - Cursor.Harvested;
            if (known < (uint)wanted)
            {
                TFence.FlushBeforeRead(_avail, sizeof(uint));
                uint avail = TFence.LoadAcquire(_avail); // (H1) pairs with (P1), Producer
                known = avail - (uint)Cursor.Harvested;
                Cursor.AvailSeen = Cursor.Harvested + known;
            }

            return (int)Math.Min(Math.Min(known, (uint)wanted), (ulong)Mask + 1);
        }

        private void FlushBeforeRead(int first, int count)
        {
            TFence.FlushBeforeRead(Entry(), (nuint)first * KvmDirtyGfn.Bytes);
            TFence.FlushBeforeRead(_entries, (nuint)(count - first) * KvmDirtyGfn.Bytes);
        }

        [MethodImpl(MethodImplOptions.NoInlining)] // once per line or harvest, and not among the instructions of every take
        private protected override void HandOver(ulong end)
        {
            if (_marks)
                Mark(end);
            Cursor.HandedOver = end;
            uint* fetch = Words.Fetch;
            TFence.StoreRelease(fetch, (uint)end); // (H2) pairs with (R1), Resetter
            TFence.FlushAfterWrite(fetch, sizeof(uint));
        }

        /// <summary>
        /// Stores into each line whose last entry is about to be handed over: the core that owns a line gives it to the producer's in one transfer, where one
        /// that both have read must first be taken away from the reader. The word means nothing here, and stays what it is in a ring's zeroed memory, zero:
        /// a copy of an entry by vector has it.
        /// </summary>
        private void Mark(ulong end)
        {
            uint lineMask = LineMask;
            for (ulong last = ((Cursor.HandedOver + _lineOffset) | lineMask) - _lineOffset; last < end; last += lineMask + 1)
            {
                uint* flags = &_entries[(uint)last & Mask].Flags;
                TFence.WritePlain(flags, 0); // before (H2): until then the line is the collector's
                TFence.FlushAfterWrite(flags, sizeof(uint));
            }
        }
    }
}
