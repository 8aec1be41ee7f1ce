using System;
using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore;

/*
 * A packed virtqueue. The letters are those of docs/memory-model.md.
 *
 *   driver                                          device
 *   ------                                          ------
 *   writes the chain's descriptors, the first's
 *   flags last: StoreRelease             (Q1)  -->  LoadAcquire of the flags        (Q2), then the chain
 *   LoadAcquire of the flags             (Q4)  <--  length, then id and flags: StoreRelease  (Q3)
 *   then id and length; the descriptors
 *   are free for the next (Q1)
 *
 * (Q1) a chain is not seen before it is written. (Q2) nothing of it is read before it is there. (Q3) the device's reads of the chain and
 * its writes into the buffers are not overtaken by the word that gives them back. (Q4) nothing of them is read or written before that word.
 *
 *   who changed the ring                            who wants to be notified
 *   --------------------                            ------------------------
 *   (Q1) or (Q3)                                    WriteOnce(wish)                 (Q7)
 *   FullFence                            (Q5)       FullFence                       (Q8)
 *   ReadOnce(wish)                       (Q6)       looks again: ReadOnce of the flags  (Q9)
 *
 * Dekker's pair, in both directions: either the wish is seen, or the change is. Each side pays its fence once per batch.
 */

/// <summary>What the two sides of a packed virtqueue have in common. One thread at a time uses a side.</summary>
/// <typeparam name="TFence">The door to shared memory.</typeparam>
public abstract unsafe class VirtqueueSide<TFence>
    where TFence : IFencePoints
{
    /// <summary>Most bytes of a chain's buffers, 2^32.</summary>
    private protected const ulong MostChainBytes = 1UL << 32;

    private const uint FlagBits = 3;

    private readonly ulong[] _violations = new ulong[(int)VirtqueueViolation.BadEvent + 1];
    private readonly byte* _descriptors;
    private readonly uint* _wish;
    private readonly uint* _peerWish;
    private int _changed;

    private protected VirtqueueSide(VirtqueueMemory memory, VirtqueueFeatures features, uint* wish, uint* peerWish)
    {
        if (memory.Size == 0)
            throw new ArgumentException("The memory was not given.", nameof(memory));
        _descriptors = memory.Descriptors;
        _wish = wish;
        _peerWish = peerWish;
        Size = memory.Size;
        Features = features;
    }

    /// <summary>Descriptors of the ring.</summary>
    public int Size { get; }

    /// <summary>What both sides have agreed on.</summary>
    public VirtqueueFeatures Features { get; }

    /// <summary>
    /// Whether the peer broke the rules: virtio's <c>DEVICE_NEEDS_RESET</c>. Nothing is read from or written into the ring any more until a reset.
    /// </summary>
    public bool IsBroken { get; private set; }

    /// <summary>Violations of all kinds since this side was made; a reset does not clear them.</summary>
    public ulong Violations { get; private set; }

    /// <summary>The kind of the last one.</summary>
    public VirtqueueViolation LastViolation { get; private set; }

    /// <summary>Whether the peer has changed the ring where this side looks next. False in a broken queue.</summary>
    private protected abstract bool PeerWasHere { get; }

    /// <summary>Violations of one kind since this side was made.</summary>
    public ulong CountOf(VirtqueueViolation kind) => _violations[(int)kind];

    /// <summary>Where this side begins.</summary>
    private protected PackedPosition Check(PackedPosition start)
    {
        if ((uint)start.Index >= (uint)Size)
            throw new ArgumentOutOfRangeException(nameof(start), start.Index, $"A position of this queue is 0 to {Size - 1}.");
        return start;
    }

    private protected bool Has(VirtqueueFeatures feature) => (Features & feature) != 0;

    /// <summary>A descriptor's first byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected byte* Descriptor(int index) => _descriptors + ((nuint)(uint)index * PackedDescriptor.Bytes);

    /// <summary>A descriptor's address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected static ulong* Address(byte* descriptor) => (ulong*)(descriptor + PackedDescriptor.AddressOffset);

    /// <summary>A descriptor's length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected static uint* Length(byte* descriptor) => (uint*)(descriptor + PackedDescriptor.LengthOffset);

    /// <summary>The word of a descriptor's id and flags.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected static uint* IdAndFlags(byte* descriptor) => (uint*)(descriptor + PackedDescriptor.IdAndFlagsOffset);

    /// <summary>Counts descriptors that this side has changed: <see cref="NeedsNotification"/> judges them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void CountChanged(int descriptors) => _changed = Math.Min(_changed + descriptors, Size);

    /// <summary>Counts a violation, and breaks the queue.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected void Break(VirtqueueViolation kind)
    {
        Stop();
        Count(kind);
    }

    /// <summary>Ends what goes through the ring, until a reset.</summary>
    private protected void Stop() => IsBroken = true;

    /// <summary>Forgets the violation, not its count, and what was changed.</summary>
    private protected void Mend()
    {
        IsBroken = false;
        _changed = 0;
    }

    /// <summary>Whether the peer wants to be notified of what was changed since the last call.</summary>
    /// <param name="next">The place after the last change.</param>
    private protected bool NeedsNotification(PackedPosition next)
    {
        if (_changed == 0)
            return false;
        TFence.FullFence(); // (Q5) pairs with (Q8), AskAndLook of the peer
        TFence.FlushBeforeRead(_peerWish, PackedEventSuppression.Bytes);
        uint wish = TFence.ReadOnce(_peerWish); // (Q6) pairs with (Q7), AskAndLook of the peer
        int changed = _changed;
        _changed = 0;
        uint flags = wish >> PackedEventSuppression.FlagsShift & FlagBits; // the others are reserved
        if (flags == PackedEventSuppression.Disable)
            return false;
        if (flags == PackedEventSuppression.Enable)
            return true;
        int index = (int)(wish & ((1 << PackedEventSuppression.WrapShift) - 1));
        if (flags != PackedEventSuppression.AtDescriptor || index >= Size || !Has(VirtqueueFeatures.EventIndex))
        {
            Count(VirtqueueViolation.BadEvent);
            return true;
        }

        // How many descriptors ago the one asked for was; not yet where that is none, or more than were changed.
        bool wrap = (wish >> PackedEventSuppression.WrapShift & 1) != 0;
        int ago = next.Index - index + (wrap == next.Wrap ? 0 : Size);
        return ago >= 1 && ago <= changed;
    }

    /// <summary>Asks not to be notified. The peer may still do so.</summary>
    private protected void AskNothing() => Ask((uint)PackedEventSuppression.Disable << PackedEventSuppression.FlagsShift);

    /// <summary>Asks to be notified of the next change.</summary>
    /// <param name="at">The place whose change is wanted.</param>
    /// <returns>False where something has changed already, so that no notification may come.</returns>
    private protected bool AskAndLook(PackedPosition at)
    {
        Ask(Has(VirtqueueFeatures.EventIndex)
            ? (uint)at.Index | (at.Wrap ? 1u << PackedEventSuppression.WrapShift : 0) | (uint)PackedEventSuppression.AtDescriptor << PackedEventSuppression.FlagsShift
            : (uint)PackedEventSuppression.Enable << PackedEventSuppression.FlagsShift);
        TFence.FullFence(); // (Q8) pairs with (Q5), NeedsNotification of the peer
        return !PeerWasHere;
    }

    private void Ask(uint wish)
    {
        TFence.WriteOnce(_wish, wish); // (Q7) pairs with (Q6), NeedsNotification of the peer
        TFence.FlushAfterWrite(_wish, PackedEventSuppression.Bytes);
    }

    private void Count(VirtqueueViolation kind)
    {
        _violations[(int)kind]++;
        Violations++;
        LastViolation = kind;
    }
}
