using System;
using System.Runtime.CompilerServices;
using RingCore.Diagnostics;

namespace RingCore;

public partial class MpscRing<TFence, T, TSlots>
{
    public sealed unsafe partial class ConsumerHandle
    {
        // What the word of skips says: slots that are considered or withheld.
        private uint _skips;
        private ulong _passed;
        private StallAge _stall;

        /// <summary>Claims skipped since the ring was made. Those whose producers came late after all were refused.</summary>
        public ulong Skipped { get; private set; }

        /// <summary>Slots that producers cannot use, because the claim on them was skipped and its producer has not come back: the ring holds so many items less.</summary>
        public int Withheld => (int)_skips;

        /// <summary>Whether a claim that is not published holds up the consumer: no item, though somebody has claimed the next slot.</summary>
        /// <param name="stall">Which, and since when; to be judged by the caller, who knows how long a push may take.</param>
        /// <remarks>Every look is of now: the first one finds an age of 0.</remarks>
        public bool LookForStall(out RingStall stall)
        {
            stall = default;
            if (IsDisposed)
                return false;
            Enter();
            bool isStalled = !IsAtItem() && CountClaimed() > 0;
            if (isStalled)
                stall = new RingStall(Cursor.Taken, _stall.See(Cursor.Taken));

            Leave();
            GC.KeepAlive(this);
            return isStalled;
        }

        /// <summary>
        /// Goes on without a claim that is not published. Its producer, should it come after all, is told <see cref="PushStatus.RefusedSkipped"/>; until then the slot is
        /// withheld, since it may still be written. Microseconds: the process's threads are fenced.
        /// </summary>
        /// <param name="position">The claim that <see cref="LookForStall"/> told of.</param>
        public SkipStatus SkipStalled(ulong position)
        {
            if (IsDisposed)
                return SkipStatus.HandleDisposed;
            Enter();
            SkipStatus status = position != Cursor.Taken ? SkipStatus.NotStalled
                : IsAtItem() ? SkipStatus.Published
                : position != Cursor.Taken || CountClaimed() == 0 ? SkipStatus.NotStalled
                : Skip(IndexOf(position));
            Leave();
            GC.KeepAlive(this);
            return status;
        }

        /// <summary>The position that the consumer stands at, if that is claimed and not published; by another thread. Whoever calls holds the memory.</summary>
        internal ulong? HeldPosition
        {
            get
            {
                ulong position = Cursor.Taken;
                uint index = IndexOf(position);
                bool isClaimed = (int)((TFence.ReadOnce(Memory.Tail) & ~MpscWords.Ended) - index) > 0;
                uint state = TFence.ReadOnce(_words.State(index));
                return isClaimed && state != MpscWords.Published(index) && state != MpscWords.Aborted(index) && !MpscWords.IsWithheld(TFence.ReadOnce(_words.Mark(index)))
                    ? position
                    : null;
            }
        }

        private SkipStatus Skip(uint index)
        {
            uint* mark = _words.Mark(index);
            uint considered = MpscWords.Considered(index);
            TFence.WriteOnce(mark, considered); // (S1) pairs with (S5), Producer
            TFence.WriteOnce(Memory.Skips, ++_skips); // (S2) pairs with (S4), Producer
            TFence.ProcessWideFence(); // (S3) pairs with the program order of the producer's (N4) and (S4)
            uint state = ReadState(index);
            if (state == MpscWords.Published(index) || state == MpscWords.Aborted(index)
                || TFence.CompareExchange(mark, MpscWords.Skipped(index), considered) != considered) // (S6) pairs with (S5), Producer
            {
                Release(mark);
                return SkipStatus.Published;
            }

            Skipped++;
            if (RingTrace.IsOn)
                RingTrace.Skipped(Memory, Cursor.Taken, Skipped, Withheld);
            Pass();
            return SkipStatus.Skipped;
        }

        /// <summary>Passes what no item will come from, and says whether there is one then.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)] // when nothing is published, and not among the instructions of every take
        private bool IsAtItem()
        {
            while (!IsDisposed && Cursor.TailSeen == Cursor.Taken)
            {
                uint index = IndexOf(Cursor.Taken);
                if (_skips > 0 && IsWithheld(index, out uint* returned))
                {
                    if (CountClaimed() == 0)
                        return false;
                    if (returned != null)
                    {
                        // Its producer may have slept through any number of laps: what it published must not be of a later one again.
                        TFence.WriteOnce(_words.State(index), MpscWords.Aborted(index)); // (S13) as (S11)
                        Release(returned);
                    }

                    Pass();
                    continue;
                }

                uint state = ReadState(index);
                if (state == MpscWords.Published(index))
                    return true;
                if (state != MpscWords.Aborted(index))
                    return false;
                Pass();
            }

            return !IsDisposed;
        }

        /// <summary>Whether a position's slot is withheld: its state is of before, and 2^31 positions later says again that it is published.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private bool IsWithheld(ulong position) => _skips > 0 && IsWithheld(IndexOf(position), out _);

        private bool IsWithheld(uint index, out uint* returned)
        {
            uint* place = _words.Mark(index);
            uint mark = TFence.ReadOnce(place); // (S9) pairs with (S7), Producer; ordered by (N6)
            returned = mark == MpscWords.Returned ? place : null;
            return MpscWords.IsWithheld(mark);
        }

        /// <summary>Takes a mark away: of a slot that is published after all, or one that its producer has let go of.</summary>
        private void Release(uint* mark)
        {
            TFence.WriteOnce(mark, MpscWords.Unmarked); // (S11) needs no order: the index is claimed already
            TFence.WriteOnce(Memory.Skips, --_skips); // (S12) likewise
        }

        /// <summary>Goes past a slot without an item.</summary>
        private void Pass()
        {
            _passed++;
            Cursor.TailSeen = Cursor.Taken + 1;
            HandOver(Cursor.Taken + 1);
        }
    }
}
