using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading;
using RingCore.Diagnostics;
using RingCore.Layouts;

namespace RingCore;

public partial class MpscRing<TFence, T, TSlots>
{
    /// <summary>The consumer of the ring. One thread at a time.</summary>
    public sealed unsafe partial class ConsumerHandle : TypedConsumer<TFence, T, TSlots>
    {
        // States to look at ahead of a take: those of a cache line, so that the consumer takes the line from a producer that is filling it once and not for each item.
        private const int StatesOfALine = CacheLine.Bytes / sizeof(uint);

        private readonly MpscWords _words;
        private readonly int _lookAhead;
        private int _restSpins;

        internal ConsumerHandle(TypedMemory memory, TSlots slots, TypedRingOptions options)
            : base(memory, slots, options)
        {
            _words = new MpscWords(memory.Behind, options.Mask);
            _lookAhead = Math.Min(StatesOfALine, options.Capacity);
        }

        /// <summary>Items taken since the ring was made.</summary>
        public ulong Taken => Cursor.Taken - Memory.FirstPosition - _passed;

        private protected override string LookText => $"consumer: {Taken} taken, {Skipped} skipped{(IsDisposed ? ", disposed" : "")}";

        /// <summary>Items claimed and not taken: those that are published, and those that are about to be.</summary>
        public int Backlog => IsDisposed ? 0 : CountClaimed();

        /// <inheritdoc/>
        /// <remarks>So it is for a consumer that has been disposed. A claim that is never published keeps a ring from being completed until it is skipped.</remarks>
        public override bool IsCompleted => IsDisposed || (HasEnded() && !IsAtItem() && CountClaimed() == 0);

        /// <inheritdoc/>
        /// <remarks>
        /// Right behind several items that were taken singly, a look for more rests first, for half a microsecond at most: docs/typed-rings.md. <see cref="TypedConsumer{TFence, T, TSlots}.Take"/> does not.
        /// </remarks>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public override bool TryTake([MaybeNullWhen(false)] out T item)
        {
            Enter();
            bool taken = Cursor.Taken != Cursor.TailSeen || LookAhead();
            if (taken)
            {
                item = Slots.Take<TFence>((uint)Cursor.Taken & Mask);
                HandOver(Cursor.Taken + 1);
            }
            else
            {
                item = default;
            }

            Leave();
            GC.KeepAlive(this);
            return taken;
        }

        /// <summary>Gives the slots before the end back to the producers.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private protected override void HandOver(ulong end)
        {
            Cursor.Taken = end;
            TFence.StoreRelease(Head, IndexOf(end)); // (N6) pairs with (N7), Producer
            Waiter.WakeIfWaiting<TFence>(ProducerWaits);
        }

        internal override void AddTo(ref RingTotals totals)
        {
            totals.Reset = (long)(Cursor.Taken - Memory.FirstPosition);
            totals.Passed = (long)_passed;
            totals.Harvested = Math.Max(0, totals.Reset - totals.Passed);
            totals.Skipped = (long)Skipped;
            totals.Withheld = Withheld;
        }

        private protected override bool HasItem() => IsAtItem();

        private protected override bool HasItemOrEnd() => IsAtItem() || IsCompleted;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private bool IsPublished(ulong position) => ReadState(IndexOf(position)) == MpscWords.Published(IndexOf(position));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private uint ReadState(uint index) => TFence.LoadAcquire(_words.State(index)); // (N5) pairs with (N4), Producer

        /// <summary>Looks for items to take singly; at a producer's heels it rests first.</summary>
        /// <remarks>
        /// A look at the heels takes the lines of the next state and the next item away from the producer, whose next claim waits until it has them back; left alone, it
        /// pushes several items for one such trip. So a look that found several items and their end has the next one wait, the longer the more it found: up to half a
        /// microsecond. After an item that came alone, and after a look in vain, none waits.
        /// </remarks>
        [MethodImpl(MethodImplOptions.NoInlining)] // when what is known is taken, and not among the instructions of every take
        private bool LookAhead()
        {
            if (_restSpins > 0)
                Thread.SpinWait(_restSpins);
            int found = CountPublished(_lookAhead);
            _restSpins = found > 1 && found < _lookAhead ? found : 0;
            return found > 0;
        }

        /// <summary>Published items behind each other, at most as many as wanted; looks at states only where those last seen do not suffice.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)] // when what is known is taken, and not among the instructions of every take
        private protected override int CountPublished(int wanted)
        {
            ulong end = Cursor.Taken + (uint)wanted;
            if (Cursor.TailSeen < end && !IsDisposed && (Cursor.TailSeen != Cursor.Taken || IsAtItem()))
            {
                ulong seen = Math.Max(Cursor.TailSeen, Cursor.Taken + 1);
                for (end = Cursor.Taken + (uint)wanted; seen < end && IsPublished(seen) && !IsWithheld(seen);)
                    seen++;
                Cursor.TailSeen = seen;
            }

            return (int)Math.Min(Cursor.TailSeen - Cursor.Taken, (uint)wanted);
        }

        private int CountClaimed()
        {
            uint claimed = ((ReadTail() & ~MpscWords.Ended) - IndexOf(Cursor.Taken)) >> 1;
            GC.KeepAlive(this);
            return (int)claimed;
        }

        /// <summary>Whether nothing more can be claimed.</summary>
        private protected override bool HasEnded()
        {
            if (EndingSeen == RingEnding.Open && !IsDisposed && (ReadTail() & MpscWords.Ended) != 0)
                EndingSeen = (RingEnding)TFence.ReadOnce(Memory.ProducerEnded);
            GC.KeepAlive(this);
            return EndingSeen != RingEnding.Open;
        }

        private uint ReadTail() => TFence.LoadAcquire(Memory.Tail); // (N10) pairs with (N9) and (N3), Producer
    }
}
