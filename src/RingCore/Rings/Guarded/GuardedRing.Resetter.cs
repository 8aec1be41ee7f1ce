using System;
using System.Threading;
using RingCore.Layouts;

namespace RingCore;

public partial class GuardedRing<TFence>
{
    /// <summary>The resetter of a guarded ring. One thread at a time; not from within its own sink.</summary>
    public sealed unsafe class ResetterHandle : RingResetter<TFence>, IDirtyResetter
    {
        // Entries behind an unharvested one that are looked at: those of a cache line.
        private const uint GapReach = CacheLine.Bytes / KvmDirtyGfn.Bytes;

        private readonly GuardedJournal _journal;
        private readonly SlotTable? _slots;

        internal ResetterHandle(RingMemory memory, GuardedJournal journal, SlotTable? slots)
            : base(memory, peerWritesEntries: journal.Shadow == null)
        {
            _journal = journal;
            _slots = slots;
        }

        /// <inheritdoc/>
        /// <remarks>
        /// A ring's worth at most. What is in order is reset and its entries are free before the result says what the collector did wrong behind it.
        /// </remarks>
        public ResetResult Reset<TSink>(ref TSink sink, int maxEntries = int.MaxValue, CancellationToken cancellation = default)
            where TSink : IResetSink, allows ref struct
        {
            ArgumentOutOfRangeException.ThrowIfNegative(maxEntries);
            if (IsDisposed)
                return new ResetResult(ResetStatus.HandleDisposed, 0, 0);
            Enter();
            try
            {
                uint begun = CountBegun();
                ResetResult result = _journal.Shadow != null
                    ? ResetUpTo(new ShadowEntries(FirstEntry, _journal.Shadow, Numbers.Mask, _slots), begun, ref sink, maxEntries, cancellation)
                    : ResetUpTo(new PeerEntries(FirstEntry, Numbers.Mask, _slots), begun, ref sink, maxEntries, cancellation);
                return result.Status == ResetStatus.Complete ? result with { Status = Judge() } : result;
            }
            finally
            {
                Leave();
            }
        }

        private uint CountBegun()
        {
            TFence.FlushBeforeRead(_journal.Begun, sizeof(ulong));
            return (uint)(TFence.LoadAcquire(_journal.Begun) - Cursor.Reset); // (J2) pairs with (J1), Producer
        }

        /// <summary>Looks for what the collector did wrong at the entry where a reset came to its end.</summary>
        private ResetStatus Judge()
        {
            ulong position = Cursor.Reset;
            uint* word = StateAt(position);
            TFence.FlushBeforeRead(_journal.Published, sizeof(ulong));
            ulong published = TFence.LoadAcquire(_journal.Published); // (J4) pairs with (J3), Producer
            TFence.FlushBeforeRead(word, sizeof(uint));
            uint state = TFence.LoadAcquire(word); // (J5) pairs with (P1), Producer, and (H2), Collector
            TFence.FlushBeforeRead(_journal.Begun, sizeof(ulong));
            ulong begun = TFence.ReadOnce(_journal.Begun); // (J6) ordered by (J5)
            if (position >= begun)
                return state == EntryState.Free ? ResetStatus.Complete : Overran(position);
            if (state == EntryState.Dirty)
                return LeftGap(position, begun) ? Gap(position) : ResetStatus.Complete;
            bool isLate = position >= published || (state & EntryState.Reset) != 0;
            return isLate ? ResetStatus.Complete : WrongState(position);
        }

        /// <summary>Whether an entry close behind an unharvested one is harvested.</summary>
        private bool LeftGap(ulong position, ulong begun)
        {
            ulong end = Math.Min(position + GapReach + 1, begun);
            for (ulong later = position + 1; later < end; later++)
            {
                uint* word = StateAt(later);
                TFence.FlushBeforeRead(word, sizeof(uint));
                if ((TFence.LoadAcquire(word) & EntryState.Reset) == 0) // (J7) pairs with (H2), Collector
                    continue;
                word = StateAt(position);
                TFence.FlushBeforeRead(word, sizeof(uint));
                return (TFence.ReadOnce(word) & EntryState.Reset) == 0; // (J8) ordered by (J7)
            }

            return false;
        }

        private ResetStatus Overran(ulong position)
        {
            Note(ref Cursor.Overran, PeerViolation.Overran, position);
            return ResetStatus.PeerOverran;
        }

        private ResetStatus WrongState(ulong position)
        {
            Note(ref Cursor.WrongState, PeerViolation.WrongState, position);
            return ResetStatus.PeerBrokeState;
        }

        private ResetStatus Gap(ulong position)
        {
            Note(ref Cursor.Gap, PeerViolation.Gap, position);
            return ResetStatus.PeerLeftGap;
        }

        private uint* StateAt(ulong position) => &((KvmDirtyGfn*)FirstEntry + ((uint)position & Numbers.Mask))->Flags;

        /// <summary>Entries whose slots and offsets are the collector's word.</summary>
        private readonly struct PeerEntries(byte* first, uint mask, SlotTable? slots) : IResettableEntries
        {
            public SlotTable? Slots => slots;

            public int Read(ulong position, int count, DirtyPage* pages) =>
                GfnEntry<KvmStates>.ReadHarvested<TFence>(At(position), count, 0, pages, null);

            public int CountRun(ulong position, int count, out DirtyPage page) =>
                GfnEntry<KvmStates>.CountHarvestedRun<TFence>(At(position), count, 0, null, out page);

            public uint ToEnd(ulong position) => mask + 1 - ((uint)position & mask);

            public void Free(ulong start, ulong end) => SetFree(first, mask, start, end);

            private byte* At(ulong position) => first + ((nuint)((uint)position & mask) * KvmDirtyGfn.Bytes);
        }

        /// <summary>Entries of which the collector says whether they are harvested, and the producer everything else.</summary>
        private readonly struct ShadowEntries(byte* first, DirtyPage* shadow, uint mask, SlotTable? slots) : IResettableEntries
        {
            public SlotTable? Slots => slots;

            public int Read(ulong position, int count, DirtyPage* pages)
            {
                KvmDirtyGfn* shade = (KvmDirtyGfn*)shadow + ((uint)position & mask);
                int harvested = StateCounter.Count<TFence, ResetStep<KvmStates>>((KvmDirtyGfn*)first + ((uint)position & mask), count, 0);
                TFence.FlushBeforeRead(shade, (nuint)harvested * KvmDirtyGfn.Bytes);
                Harvester.Copy<TFence>(shade, harvested, pages);
                return harvested;
            }

            public int CountRun(ulong position, int count, out DirtyPage page)
            {
                uint index = (uint)position & mask;
                int run = RunCounter.Count<TFence, ShadowStep>((KvmDirtyGfn*)shadow + index, count, 0, out page);
                return StateCounter.Count<TFence, ResetStep<KvmStates>>((KvmDirtyGfn*)first + index, run, 0);
            }

            public uint ToEnd(ulong position) => mask + 1 - ((uint)position & mask);

            public void Free(ulong start, ulong end) => SetFree(first, mask, start, end);
        }

        private static void SetFree(byte* first, uint mask, ulong start, ulong end)
        {
            while (start != end)
            {
                uint index = (uint)start & mask;
                uint run = (uint)Math.Min(end - start, mask + 1 - index);
                GfnEntry<KvmStates>.SetFree<TFence>(first + ((nuint)index * KvmDirtyGfn.Bytes), (int)run);
                start += run;
            }
        }
    }
}
