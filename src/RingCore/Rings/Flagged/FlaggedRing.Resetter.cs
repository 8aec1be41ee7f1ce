using System;
using System.Numerics;
using System.Threading;
using RingCore.Layouts;

namespace RingCore;

public partial class FlaggedRing<TFence, TEntry, TItem>
{
    /// <summary>The resetter of a flagged ring. One thread at a time; not from within its own sink.</summary>
    public sealed unsafe class ResetterHandle : RingResetter<TFence>, IDirtyResetter
    {
        private readonly SlotTable? _slots;

        internal ResetterHandle(RingMemory memory, SlotTable? slots)
            : base(memory, peerWritesEntries: true)
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
                // A ring's worth at most, whatever a peer writes meanwhile; it ends at the first entry that is not harvested.
                uint mask = Numbers.Mask;
                return ResetUpTo(new Entries(FirstEntry, mask, _slots), mask + 1, ref sink, maxEntries, cancellation);
            }
            finally
            {
                Leave();
            }
        }

        private readonly struct Entries(byte* first, uint mask, SlotTable? slots) : IResettableEntries
        {
            public SlotTable? Slots => slots;

            public int Read(ulong position, int count, DirtyPage* pages) =>
                TEntry.ReadHarvested<TFence>(At(position), count, (uint)position >> BitOperations.PopCount(mask), pages, slots);

            public int CountRun(ulong position, int count, out DirtyPage page) =>
                TEntry.CountHarvestedRun<TFence>(At(position), count, (uint)position >> BitOperations.PopCount(mask), slots, out page);

            public uint ToEnd(ulong position) => mask + 1 - ((uint)position & mask);

            public void Free(ulong start, ulong end)
            {
                while (TEntry.ResetWrites && start != end)
                {
                    uint run = (uint)Math.Min(end - start, ToEnd(start));
                    TEntry.SetFree<TFence>(At(start), (int)run);
                    start += run;
                }
            }

            private byte* At(ulong position) => first + ((nuint)((uint)position & mask) * (nuint)TEntry.Bytes);
        }
    }
}
