using System;
using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore;

public partial class IndexedRing<TFence>
{
    /// <summary>The collector of an indexed ring: reads entries, writes its index and nothing else. One thread at a time.</summary>
    public sealed unsafe class CollectorHandle : RingCollector<TFence>
    {
        private readonly KvmDirtyGfn* _entries;
        private readonly uint* _avail;
        private readonly uint* _fetch;

        internal CollectorHandle(RingMemory memory)
            : base(memory)
        {
            _entries = (KvmDirtyGfn*)memory.Entries;
            _avail = memory.Avail;
            _fetch = memory.Fetch;
        }

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
                if ((nuint)(entry + 1) % CacheLine.Bytes == 0)
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
            return Result(count, 0);
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

        private protected override void HandOver(ulong end)
        {
            Cursor.HandedOver = end;
            TFence.StoreRelease(_fetch, (uint)end); // (H2) pairs with (R1), Resetter
            TFence.FlushAfterWrite(_fetch, sizeof(uint));
        }
    }
}
