using System;
using System.Threading;
using RingCore.Layouts;

namespace RingCore;

public partial class PackedRing<TFence>
{
    /// <summary>The resetter of a packed ring. One thread at a time; not from within its own sink.</summary>
    /// <remarks>
    /// It believes the states that it finds, one ring's worth per reset, and no more of an entry than that it names a page of the slots: what each names is read
    /// once, and validated before it is coalesced.
    /// </remarks>
    public sealed unsafe class ResetterHandle : RingResetter<TFence>, IDirtyResetter
    {
        private readonly SlotTable? _slots;
        // Low half of the position at which the lap of the next entry ends; a reset may have come to it, or beyond.
        private uint _lapEnd;
        private uint _lap;

        internal ResetterHandle(RingMemory memory, SlotTable? slots)
            : base(memory, peerWritesEntries: true)
        {
            _slots = slots;
            _lapEnd = (uint)memory.FirstPosition + (uint)memory.Geometry.Entries;
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
                uint count = (uint)Numbers.Entries;
                // A reset moves a ring's worth at most, so that one lap at most has ended since the last; looked at here, since a sink may end one by throwing.
                if ((int)(_lapEnd - (uint)Cursor.Reset) <= 0)
                {
                    _lapEnd += count;
                    _lap++;
                }

                PackedDescriptor* end = (PackedDescriptor*)FirstEntry + count;
                return ResetUpTo(new Entries(end, count, _lapEnd, _lap, _slots), count, ref sink, maxEntries, cancellation);
            }
            finally
            {
                Leave();
            }
        }

        /// <summary>The entries of a lap and, from where it ends, of the next.</summary>
        private readonly struct Entries(PackedDescriptor* end, uint count, uint lapEnd, uint lap, SlotTable? slots) : IResettableEntries
        {
            public SlotTable? Slots => slots;

            public int Read(ulong position, int most, DirtyPage* pages) =>
                PackedHarvester.Take<TFence, ResetStep<PackedStates>>(At(position, out uint itsLap), most, itsLap, pages);

            public int CountRun(ulong position, int most, out DirtyPage page) =>
                PackedBlocks.CountRun<TFence, ResetStep<PackedStates>>(At(position, out uint itsLap), most, itsLap, out page);

            public uint ToEnd(ulong position)
            {
                uint toEnd = lapEnd - (uint)position;
                return (int)toEnd > 0 ? toEnd : toEnd + count;
            }

            /// <summary>Nothing: the wrap counter tells what is of an old lap.</summary>
            public void Free(ulong start, ulong after)
            {
            }

            private PackedDescriptor* At(ulong position, out uint itsLap)
            {
                itsLap = (int)(lapEnd - (uint)position) > 0 ? lap : lap + 1;
                return end - ToEnd(position);
            }
        }
    }
}
