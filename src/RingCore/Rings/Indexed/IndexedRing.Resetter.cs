using System;
using System.Threading;
using RingCore.Layouts;

namespace RingCore;

public partial class IndexedRing<TFence>
{
    /// <summary>The resetter of an indexed ring. One thread at a time; not from within its own sink.</summary>
    public sealed unsafe class ResetterHandle : RingResetter<TFence>, IDirtyResetter
    {
        private readonly SlotTable? _slots;

        internal ResetterHandle(RingMemory memory, SlotTable? slots)
            : base(memory, peerWritesEntries: false)
        {
            _slots = slots;
        }

        /// <inheritdoc/>
        public ResetResult Reset<TSink>(ref TSink sink, int maxEntries = int.MaxValue, CancellationToken cancellation = default)
            where TSink : IResetSink, allows ref struct
        {
            ArgumentOutOfRangeException.ThrowIfNegative(maxEntries);
            if (IsDisposed)
                return new ResetResult(ResetStatus.HandleDisposed, 0, 0);
            Enter();
            try
            {
                ResetStatus status = CountHarvested(out uint harvested);
                return status == ResetStatus.Complete
                    ? ResetUpTo(new Entries((KvmDirtyGfn*)FirstEntry, Numbers.Mask, _slots), harvested, ref sink, maxEntries, cancellation)
                    : Result(status, 0, 0);
            }
            finally
            {
                Leave();
            }
        }

        /// <summary>Reads the collector's index once and checks it: the only word of the ring that the collector can write.</summary>
        private ResetStatus CountHarvested(out uint harvested)
        {
            uint* fetch = Words.Fetch;
            TFence.FlushBeforeRead(fetch, sizeof(uint));
            harvested = TFence.LoadAcquire(fetch) - (uint)Cursor.Reset; // (R1) pairs with (H2), Collector
            uint* avail = Words.Avail;
            TFence.FlushBeforeRead(avail, sizeof(uint));
            uint published = TFence.ReadOnce(avail) - (uint)Cursor.Reset; // (R3) ordered by (R1)
            if (harvested <= published)
                return ResetStatus.Complete;
            ulong claimed = Cursor.Reset + (ulong)(int)harvested;
            if ((int)harvested < 0)
            {
                Note(ref Cursor.Rewound, PeerViolation.Rewound, claimed);
                return ResetStatus.PeerRewound;
            }

            Note(ref Cursor.Overran, PeerViolation.Overran, claimed);
            return ResetStatus.PeerOverran;
        }

        private readonly struct Entries(KvmDirtyGfn* first, uint mask, SlotTable? slots) : IResettableEntries
        {
            public SlotTable? Slots => slots;

            public int Read(ulong position, int count, DirtyPage* pages)
            {
                KvmDirtyGfn* start = first + ((uint)position & mask);
                TFence.FlushBeforeRead(start, (nuint)count * KvmDirtyGfn.Bytes);
                Harvester.Copy<TFence>(start, count, pages);
                return count;
            }

            /// <summary>None: without states there is nothing to acquire block by block, and the copy is as cheap.</summary>
            public int CountRun(ulong position, int count, out DirtyPage page)
            {
                page = default;
                return 0;
            }

            public uint ToEnd(ulong position) => mask + 1 - ((uint)position & mask);

            /// <summary>Nothing: the reset index alone frees an entry without flags.</summary>
            public void Free(ulong start, ulong end)
            {
            }
        }
    }
}
