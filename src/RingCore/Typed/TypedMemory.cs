using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using RingCore.Diagnostics;
using RingCore.Layouts;
using RingCore.Platform;

namespace RingCore;

/// <summary>
/// The native memory of one typed ring: control block, then slots where these are native, a pad, and what a design needs behind.
/// </summary>
/// <remarks>
/// Freed with the last handle: counted where handles are made and disposed, never per operation. Where handles are not disposed, the finalizer frees it: each
/// handle refers to it, and keeps itself alive through every operation that touches it.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "Disposes of what it owns with the last handle.")]
internal sealed unsafe class TypedMemory : TracedMemory
{
    private const ulong MaxFirstPosition = long.MaxValue;
    private const int Ended = -1;

    // Whoever holds the memory does so for a moment; or for good, where a debugger has stopped it.
    private const int LongestHoldMilliseconds = 1000;

    private readonly Lock _gate = new();
    private readonly nuint _slotBytes;
    private TypedRingControl* _control;
    private int _handles;
    private int _handlesMade;
    private SharedTally _lost;

    /// <summary>Allocates and clears.</summary>
    /// <param name="slotBytes">Bytes of native slots, 0 or more.</param>
    /// <param name="firstPosition">Where the free-running counters start: at most 2^63 - 1; near 2^32 to try their wrap.</param>
    /// <param name="bytesBehind">Zeroed bytes behind the slots, <see cref="Behind"/>.</param>
    /// <param name="size">What traces say of the ring's size.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="firstPosition"/> is beyond its range.</exception>
    internal TypedMemory(nuint slotBytes, ulong firstPosition = 0, nuint bytesBehind = 0, RingSize size = default)
    {
        Size = size;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstPosition, MaxFirstPosition);
        _slotBytes = (slotBytes + CacheLine.PaddingBytes - 1) & ~(nuint)(CacheLine.PaddingBytes - 1);
        FirstPosition = firstPosition;
        Bytes = TypedRingControl.Bytes + _slotBytes + CacheLine.PaddingBytes + bytesBehind;
        _control = (TypedRingControl*)AlignedBlock.Allocate(Bytes, CacheLine.PaddingBytes);
        // No other thread sees the ring yet.
        *Tail = *Head = (uint)firstPosition;
    }

    /// <summary>Frees what no handle's dispose has.</summary>
    ~TypedMemory()
    {
        AlignedBlock.Free(_control);
        RingNotes.Forget(Id);
    }

    /// <summary>Bytes that the ring has allocated outside the managed heap.</summary>
    internal nuint Bytes { get; }

    /// <summary>Where the free-running counters started.</summary>
    internal ulong FirstPosition { get; }

    /// <inheritdoc/>
    internal override RingSize Size { get; }

    /// <summary>Items that readers have lost, all of them together.</summary>
    internal ulong Lost => _lost.Count;

    /// <summary>Whether the last handle is gone and with it the memory.</summary>
    internal bool IsFreed => _control == null;

    /// <summary>The control block; null once freed.</summary>
    internal TypedRingControl* Control => _control;

    /// <summary>The first slot.</summary>
    internal byte* Slots => (byte*)_control + TypedRingControl.Bytes;

    /// <summary>The bytes behind the slots, aligned to <see cref="CacheLine.PaddingBytes"/>.</summary>
    internal byte* Behind => Slots + _slotBytes + CacheLine.PaddingBytes;

    /// <summary>See <see cref="TypedRingControl.Claim"/>.</summary>
    internal ulong* Claim => &_control->Claim;

    /// <summary>See <see cref="TypedRingControl.Tail"/>.</summary>
    internal uint* Tail => &_control->Tail;

    /// <summary>See <see cref="TypedRingControl.Limit"/>.</summary>
    internal uint* Limit => &_control->Limit;

    /// <summary>See <see cref="TypedRingControl.Head"/>.</summary>
    internal uint* Head => &_control->Head;

    /// <summary>See <see cref="TypedRingControl.ConsumerWaits"/>.</summary>
    internal uint* ConsumerWaits => &_control->ConsumerWaits;

    /// <summary>See <see cref="TypedRingControl.ProducerWaits"/>.</summary>
    internal uint* ProducerWaits => &_control->ProducerWaits;

    /// <summary>See <see cref="TypedRingControl.ProducerEnded"/>.</summary>
    internal uint* ProducerEnded => &_control->ProducerEnded;

    /// <summary>See <see cref="TypedRingControl.ConsumerEnded"/>.</summary>
    internal uint* ConsumerEnded => &_control->ConsumerEnded;

    /// <summary>See <see cref="TypedRingControl.Skips"/>.</summary>
    internal uint* Skips => &_control->Skips;

    /// <summary>See <see cref="TypedRingControl.Requests"/>.</summary>
    internal uint* Requests => &_control->Requests;

    /// <summary>What the producers' side gave as the cause of its end. Written before <see cref="ProducerEnded"/>, and read after it.</summary>
    internal Exception? Error { get; set; }

    /// <summary>Counts a new handle.</summary>
    /// <returns>Its number, from 1 in the order in which the ring's were made.</returns>
    /// <exception cref="ObjectDisposedException">All handles have been disposed.</exception>
    internal int AddHandle()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_handles == Ended, this);
            _handles++;
            return ++_handlesMade;
        }
    }

    /// <summary>Counts a handle off.</summary>
    /// <returns>Whether it was the last: <see cref="Free"/> comes next.</returns>
    internal bool RemoveHandle()
    {
        lock (_gate)
        {
            if (--_handles > 0)
                return false;
            _handles = Ended;
            return true;
        }
    }

    /// <summary>Frees the memory, after the last handle.</summary>
    [SuppressMessage("Usage", "CA1816", Justification = "The last handle's dispose is this object's.")]
    internal void Free()
    {
        lock (_gate)
        {
            AlignedBlock.Free(_control);
            _control = null;
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Counts items that a reader has lost.</summary>
    internal void AddLost(ulong items) => _lost.Add(items);

    /// <summary>Keeps the memory until <see cref="LetGo"/>, for a look at it; waits for nobody, since whoever has the gate may stand still in a debugger.</summary>
    /// <returns>False where the memory is freed, or a handle is being made or disposed just now.</returns>
    internal bool TryHold()
    {
        if (!_gate.TryEnter())
            return false;
        if (_control != null)
            return true;
        _gate.Exit();
        return false;
    }

    /// <summary>Ends what <see cref="TryHold"/> began, on the same thread.</summary>
    internal void LetGo() => _gate.Exit();

    /// <summary>Reads a word of the ring's from outside of its operations, unless the memory is gone. Waits for another look, and not for one that stands still.</summary>
    internal bool TryRead<TFence>(uint* word, out uint value)
        where TFence : IFencePoints
    {
        value = 0;
        if (!_gate.TryEnter(LongestHoldMilliseconds))
            return false;
        bool isThere = _control != null;
        if (isThere)
            value = TFence.ReadOnce(word);
        _gate.Exit();
        return isThere;
    }

    /// <inheritdoc/>
    internal override bool TryNameSleeper(uint* waits, out string side)
    {
        side = waits == ConsumerWaits ? "consumer" : "producer";
        return _control != null && (waits == ConsumerWaits || waits == ProducerWaits);
    }
}
