using System;
using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore;

public partial class VirtqueueDriver<TFence>
{
    private int _oldest;

    // Chains still to be handed out of a batch that came back in order under the last one's id, and what was written into that one.
    private int _skipped;
    private uint _lastWritten;

    /// <summary>Whether a chain is to be reclaimed. Orders nothing: what the device wrote is to be read after <see cref="TryReclaim"/>.</summary>
    public unsafe bool HasUsed
    {
        get
        {
            if (_skipped > 0)
                return true;
            if (IsBroken || _outstanding == 0)
                return false;
            byte* descriptor = Descriptor(_used.Index);
            TFence.FlushBeforeRead(descriptor, PackedDescriptor.Bytes);
            return _used.IsUsed(TFence.ReadOnce(IdAndFlags(descriptor))); // (Q9) behind (Q8), VirtqueueSide
        }
    }

    private protected override bool PeerWasHere => HasUsed;

    /// <summary>Takes back the next chain that the device has used.</summary>
    /// <param name="used">Its token and what was written into it; default where there is none.</param>
    /// <remarks>
    /// Of a batch in order, of which the device names the last chain only, the others count as written in full. A length without the flag that
    /// says that something was written is believed where it fits: QEMU's devices do not set that flag, and Linux's driver does not ask for it.
    /// </remarks>
    public unsafe VirtqueueReclaimStatus TryReclaim(out UsedBuffer used)
    {
        used = default;
        if (_skipped > 0)
        {
            _skipped--;
            used = Release(_oldest, _skipped == 0 ? _lastWritten : AllOf(_oldest));
            return VirtqueueReclaimStatus.Reclaimed;
        }

        if (IsBroken)
            return VirtqueueReclaimStatus.Broken;
        // Where nothing is outstanding a new queue's zeroes look used to a driver that begins under wrap counter 0.
        if (_outstanding == 0)
            return VirtqueueReclaimStatus.Empty;
        byte* descriptor = Descriptor(_used.Index);
        TFence.FlushBeforeRead(descriptor, PackedDescriptor.Bytes);
        if (!_used.IsUsed(TFence.LoadAcquire(IdAndFlags(descriptor)))) // (Q4) pairs with (Q3), VirtqueueDevice
            return VirtqueueReclaimStatus.Empty;

        // The flags are judged. The id is read by itself, since a device may have stored the two separately.
        uint word = TFence.ReadPlain(IdAndFlags(descriptor));
        uint written = TFence.ReadPlain(Length(descriptor));
        int id = (ushort)word;
        if (!IsOutstanding(id, out int ahead))
            return Refuse(VirtqueueViolation.UnknownId);
        if (written > _chains[id].WritableBytes)
        {
            if ((word >> PackedDescriptor.FlagsShift & PackedDescriptorFlags.Write) != 0)
                return Refuse(VirtqueueViolation.WrittenTooLong);
            written = 0;
        }

        _skipped = ahead;
        _lastWritten = written;
        used = ahead == 0 ? Release(id, written) : Release(_oldest, AllOf(_oldest));
        return VirtqueueReclaimStatus.Reclaimed;
    }

    /// <summary>Takes back a chain that the device will not give back: after a violation, or when the device has ended. In no order but where chains come back in order.</summary>
    /// <param name="token">Its token.</param>
    /// <returns>False where none is outstanding.</returns>
    /// <remarks>The queue is broken from then on, since the ring still has the chain: <see cref="Reset"/> begins anew.</remarks>
    public bool TryDetach(out ulong token)
    {
        token = 0;
        if (_outstanding == 0)
            return false;
        Stop();
        _skipped = 0;
        while (_chains[_oldest].Descriptors == 0)
            _oldest = Following(_oldest);
        token = Release(_oldest, 0).Token;
        return true;
    }

    /// <summary>Asks for no notifications; the device may still send some.</summary>
    public void DisableCalls() => AskNothing();

    /// <summary>Asks to be notified of the next chain that is given back. A full fence.</summary>
    /// <returns>False where one is to be reclaimed already, of which no notification may come.</returns>
    public bool EnableCalls() => AskAndLook(_used);

    /// <summary>Asks to be notified when so many more descriptors have been given back; where <c>EVENT_IDX</c> was not agreed on, of the next chain. A full fence.</summary>
    /// <param name="descriptors">1 to the ring's size; more than are in use do not come.</param>
    /// <returns>False where a chain is to be reclaimed already: reclaim and ask again.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is outside its range.</exception>
    public bool EnableCallsAfter(int descriptors)
    {
        if (descriptors < 1 || descriptors > Size)
            throw new ArgumentOutOfRangeException(nameof(descriptors), descriptors, $"Descriptors to wait for are 1 to {Size}.");
        return AskAndLook(_used.After(descriptors - 1, Size));
    }

    /// <summary>Whether the device has this id.</summary>
    /// <param name="id">As the device wrote it.</param>
    /// <param name="ahead">How many chains in order stand before it.</param>
    private bool IsOutstanding(int id, out int ahead)
    {
        ahead = 0;
        if (id >= Size)
            return false;
        if (!Has(VirtqueueFeatures.InOrder))
            return _chains[id].Descriptors > 0;
        ahead = id >= _oldest ? id - _oldest : id + Size - _oldest;
        return ahead < _outstanding;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private VirtqueueReclaimStatus Refuse(VirtqueueViolation kind)
    {
        Break(kind);
        return VirtqueueReclaimStatus.Broken;
    }

    private uint AllOf(int id) => (uint)Math.Min(_chains[id].WritableBytes, uint.MaxValue);

    private int Following(int id) => id + 1 < Size ? id + 1 : 0;

    /// <summary>Forgets a chain; its descriptors are free.</summary>
    private UsedBuffer Release(int id, uint written)
    {
        ref OutstandingChain chain = ref _chains[id];
        _used = _used.After(chain.Descriptors, Size);
        _free += chain.Descriptors;
        _outstanding--;
        chain.Descriptors = 0;
        if (Has(VirtqueueFeatures.InOrder))
        {
            _oldest = Following(id);
        }
        else
        {
            chain.Next = _nextId;
            _nextId = id;
        }

        return new UsedBuffer(chain.Token, written);
    }
}
