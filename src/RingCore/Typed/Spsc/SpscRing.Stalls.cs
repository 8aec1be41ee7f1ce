using System;

namespace RingCore;

public partial class SpscRing<TFence, T, TSlots>
{
    public sealed unsafe partial class ConsumerHandle
    {
        private StallAge _stall;

        /// <summary>Whether the producer stands in the middle of a claim: no item, though it has claimed the next slot, and neither committed nor given back.</summary>
        /// <param name="stall">Where, and since when; to be judged by the caller, who knows how long filling may take.</param>
        /// <remarks>
        /// <para>Every look is of now: the first one finds an age of 0, and so does the first one at another claim, though it be of the same slots. A claim that is being
        /// committed is told of until its items can be taken, and not after.</para>
        /// <para>There is nothing to skip, as there is in an <see cref="MpscRing{T}"/>: no other producer has items behind the claim. The claim of a dead thread ends with the
        /// dispose of the producer's handle; where nobody can do that, all before it is taken, so dispose this one. A producer that is dead or stands still outside of a claim
        /// is not told of: it looks like one that has nothing to push.</para>
        /// </remarks>
        public bool LookForStall(out RingStall stall)
        {
            stall = default;
            if (IsDisposed)
                return false;
            Enter();
            ulong claim = TFence.ReadOnce(Memory.Claim); // (Q9) needs no order, see SpscRing
            bool isStalled = OpenClaim.IsAt(claim, Cursor.Taken) && CountPublished(1) == 0;
            if (isStalled)
                stall = new RingStall(Cursor.Taken, _stall.See(claim));
            Leave();
            GC.KeepAlive(this);
            return isStalled;
        }
    }
}
