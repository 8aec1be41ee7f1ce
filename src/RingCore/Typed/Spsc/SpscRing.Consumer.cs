using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using RingCore.Diagnostics;

namespace RingCore;

public partial class SpscRing<TFence, T, TSlots>
{
    /// <summary>The consumer of the ring. One thread at a time.</summary>
    public sealed unsafe partial class ConsumerHandle : TypedConsumer<TFence, T, TSlots>
    {
        // A producer at a full ring takes the index away from a consumer that writes it with each item: then every item pays for two trips of a line.
        private const int StepShare = 8;
        private const int LeastCapacityOfSteps = 64;

        private readonly PublishedBlocks _blocks;
        private readonly uint _step;

        internal ConsumerHandle(TypedMemory memory, PublishedBlocks blocks, TSlots slots, TypedRingOptions options)
            : base(memory, slots, options)
        {
            _blocks = blocks;
            _step = options.Capacity < LeastCapacityOfSteps ? 1 : (uint)options.Capacity / StepShare;
        }

        /// <summary>Items taken since the ring was made.</summary>
        public ulong Taken => Cursor.Taken - Memory.FirstPosition;

        private protected override string LookText => $"consumer: {Taken} taken{(IsDisposed ? ", disposed" : "")}";

        /// <summary>Items published and not taken.</summary>
        public int Backlog => IsDisposed ? 0 : CountPublished(int.MaxValue);

        /// <inheritdoc/>
        /// <remarks>So it is for a consumer that has been disposed.</remarks>
        public override bool IsCompleted => IsDisposed || (HasEnded() && CountPublished(1) == 0);

        /// <inheritdoc/>
        /// <remarks>
        /// Space goes back to the producer when all that was seen at the last look at its index is taken, or an eighth of the ring, or less: in rings of fewer
        /// than 64 slots with each item. A batch gives its space back as it ends.
        /// </remarks>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public override bool TryTake([MaybeNullWhen(false)] out T item)
        {
            Enter();
            ulong position = Cursor.Taken;
            bool taken = position != Cursor.TailSeen || HasItem();
            if (taken)
            {
                item = Slots.Take<TFence>((uint)position & Mask);
                Cursor.Taken = position + 1;
                if (position + 1 == Cursor.HandOverAt)
                    HandOver(position + 1);
            }
            else
            {
                item = default;
            }

            Leave();
            GC.KeepAlive(this);
            return taken;
        }

        internal override void AddTo(ref RingTotals totals)
        {
            totals.Reset = (long)(Cursor.HandedOver - Memory.FirstPosition);
            totals.Harvested = (long)Taken;
        }

        /// <summary>Gives the slots before the end back to the producer.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private protected override void HandOver(ulong end)
        {
            Cursor.Taken = end;
            Cursor.HandedOver = end;
            MoveHandOver();
            TFence.StoreRelease(Head, (uint)end); // (Q3) pairs with (Q4), Producer
            Waiter.WakeIfWaiting<TFence>(ProducerWaits);
        }

        [MethodImpl(MethodImplOptions.NoInlining)] // when what is known is taken, and not among the instructions of every take
        private protected override bool HasItem() => !IsDisposed && CountPublished(1) > 0;

        private protected override bool HasItemOrEnd() => HasItem() || HasEnded();

        /// <summary>Published items, at most as many as wanted; asks the producer's index only when what it last said does not suffice.</summary>
        private protected override int CountPublished(int wanted)
        {
            uint most = Math.Min((uint)wanted, Mask + 1);
            while (Cursor.TailSeen - Cursor.Taken < most)
            {
                ulong seen = Cursor.TailSeen;
                uint rest = _blocks.Rest(seen);
                uint more = TFence.LoadAcquire(_blocks.Word(seen)) - (uint)seen; // (Q2) pairs with (Q1), Producer
                if (more > Mask + 1)
                    break; // The word is of an earlier lap. Of a later one, it says that all up to there is published.
                Cursor.TailSeen = seen + more;
                if (more < rest)
                    break;
            }

            MoveHandOver();
            GC.KeepAlive(this);
            return (int)Math.Min(Cursor.TailSeen - Cursor.Taken, most);
        }

        private void MoveHandOver() => Cursor.HandOverAt = Math.Min(Cursor.TailSeen, Cursor.HandedOver + _step);

        /// <summary>Whether the producer has ended. A look at its index that comes after sees all that it published.</summary>
        private protected override bool HasEnded()
        {
            if (EndingSeen == RingEnding.Open && !IsDisposed)
                EndingSeen = (RingEnding)TFence.LoadAcquire(Memory.ProducerEnded); // (Q6) pairs with (Q5), Producer
            GC.KeepAlive(this);
            return EndingSeen != RingEnding.Open;
        }
    }
}
