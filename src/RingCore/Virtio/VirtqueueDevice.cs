using System;
using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// The device's side of a packed virtqueue: takes the chains that the driver makes available, and gives them back in any order. One thread at a time.
/// </summary>
/// <remarks>
/// What the driver wrote is copied out once, each word read once, and judged as a copy. A chain's addresses are numbers here: whoever uses
/// them translates them. Most users want <see cref="PackedDevice"/>.
/// </remarks>
/// <typeparam name="TFence">The door to shared memory.</typeparam>
public partial class VirtqueueDevice<TFence> : VirtqueueSide<TFence>
    where TFence : IFencePoints
{
    private PackedPosition _available;
    private PackedPosition _used;
    private int _inUse;
    private ulong _taken;
    private ulong _completed;
    private ulong _since; // the first chain after the last reset

    /// <summary>Begins at a place.</summary>
    /// <param name="memory">The queue.</param>
    /// <param name="features">What both sides have agreed on.</param>
    /// <param name="start">The first descriptor to take; null for that of a new queue. Everything before it has been given back.</param>
    /// <param name="mostIndirect">Most descriptors in a table, 1 or more: the bound of the work that a driver can cause by one. 0 for the larger of 1024 and the ring's size.</param>
    /// <exception cref="ArgumentException">The memory was not given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The start is not in the queue, or the bound negative.</exception>
    public unsafe VirtqueueDevice(VirtqueueMemory memory, VirtqueueFeatures features, PackedPosition? start = null, int mostIndirect = 0)
        : base(memory, features, memory.DeviceEvent, memory.DriverEvent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mostIndirect);
        MostIndirect = mostIndirect == 0 ? Math.Max(Size, DefaultMostIndirect) : mostIndirect;
        _available = _used = Check(start ?? PackedPosition.Start);
    }

    /// <summary>Most descriptors in a table: what QEMU takes too, where the ring is not larger.</summary>
    public const int DefaultMostIndirect = 1024;

    /// <summary>Most descriptors in a table.</summary>
    public int MostIndirect { get; }

    /// <summary>
    /// Takes every buffer as one to read, whatever its flags say: for a queue that only carries something to the device. DPDK's driver marks the header of
    /// an indirect packet as one to write (seen with 22.11), which would be <see cref="VirtqueueViolation.ReadableAfterWritable"/>.
    /// </summary>
    public bool ReadsOnly { get; set; }

    /// <summary>Where the next chain is looked for.</summary>
    public PackedPosition Available => _available;

    /// <summary>Where the next chain is given back.</summary>
    public PackedPosition Used => _used;

    /// <summary>Descriptors of chains that were taken and not given back.</summary>
    public int InUse => _inUse;

    /// <summary>Whether a chain is to be taken. Orders nothing: <see cref="TryTake(Span{VirtqueueBuffer}, out VirtqueueChain)"/> does.</summary>
    public unsafe bool HasAvailable
    {
        get
        {
            if (IsBroken)
                return false;
            byte* descriptor = Descriptor(_available.Index);
            TFence.FlushBeforeRead(descriptor, PackedDescriptor.Bytes);
            return _available.IsAvailable(TFence.ReadOnce(IdAndFlags(descriptor))); // (Q9) behind (Q8), VirtqueueSide
        }
    }

    private protected override bool PeerWasHere => HasAvailable;

    /// <summary>Gives a chain back.</summary>
    /// <param name="chain">As it was taken. In order, where that was agreed on.</param>
    /// <param name="written">Bytes written into its writable buffers, from the first on.</param>
    /// <exception cref="InvalidOperationException">
    /// The chain cannot be one in use, or is not the next in order. Without order, one that is given back twice while others are in use is not found out here, but by
    /// the driver.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">More bytes than it has.</exception>
    public unsafe void Complete(in VirtqueueChain chain, uint written)
    {
        CheckInUse(chain, written);
        byte* descriptor = Descriptor(_used.Index);
        uint word = WriteLength(descriptor, chain, written);
        Leave(chain.Descriptors, 1);
        Publish(descriptor, word, chain.Descriptors);
    }

    /// <summary>Gives chains back by one used descriptor, that of the last. Those before it count as written in full.</summary>
    /// <param name="chains">The next in order, oldest first.</param>
    /// <param name="written">Bytes written into the last one.</param>
    /// <exception cref="InvalidOperationException">Order was not agreed on, or the chains are not the next in order.</exception>
    /// <exception cref="ArgumentOutOfRangeException">More bytes than the last one has.</exception>
    public unsafe void CompleteBatch(ReadOnlySpan<VirtqueueChain> chains, uint written)
    {
        if (!Has(VirtqueueFeatures.InOrder))
            throw new InvalidOperationException("A batch is given back where order was agreed on.");
        int descriptors = 0;
        for (int i = 0; i < chains.Length; i++)
        {
            if (chains[i].Sequence != _completed + (uint)i || chains[i].Sequence >= _taken)
                throw new InvalidOperationException($"Chain {chains[i].Sequence} is not the next in order, {_completed + (uint)i}.");
            descriptors += chains[i].Descriptors;
        }

        if (chains.IsEmpty)
            return;
        if (written > chains[^1].WritableBytes)
            throw new ArgumentOutOfRangeException(nameof(written), written, $"The last chain has {chains[^1].WritableBytes} writable bytes.");
        byte* descriptor = Descriptor(_used.Index);
        uint word = WriteLength(descriptor, chains[^1], written);
        Leave(descriptors, chains.Length);
        Publish(descriptor, word, descriptors);
    }

    /// <summary>Whether the driver wants to be notified of what was given back since the last call. A full fence: ask once for a batch.</summary>
    public bool NeedsCall() => NeedsNotification(_used);

    /// <summary>Asks for no notifications; the driver may still send some.</summary>
    public void DisableKicks() => AskNothing();

    /// <summary>Asks to be notified of the next chain. A full fence.</summary>
    /// <returns>False where one is to be taken already, of which no notification may come.</returns>
    public bool EnableKicks() => AskAndLook(_available);

    /// <summary>Begins anew after a violation or the driver's end; forgets the chains that are in use. The driver must have stopped.</summary>
    /// <param name="start">The first descriptor to take; null for that of a new queue.</param>
    /// <exception cref="ArgumentOutOfRangeException">The start is not in the queue.</exception>
    public void Reset(PackedPosition? start = null)
    {
        _available = _used = Check(start ?? PackedPosition.Start);
        _inUse = 0;
        _completed = _since = _taken;
        Mend();
    }

    private void CheckInUse(in VirtqueueChain chain, uint written)
    {
        if (chain.Descriptors < 1 || chain.Descriptors > _inUse || !IsOfNow(chain))
            throw new InvalidOperationException($"Chain {chain.Sequence} of {chain.Descriptors} descriptors is not in use.");
        if (Has(VirtqueueFeatures.InOrder) && chain.Sequence != _completed)
            throw new InvalidOperationException($"Chain {chain.Sequence} is not the next in order, {_completed}.");
        if (written > chain.WritableBytes)
            throw new ArgumentOutOfRangeException(nameof(written), written, $"The chain has {chain.WritableBytes} writable bytes.");
    }

    /// <summary>Whether a chain was taken, and not before a reset.</summary>
    private bool IsOfNow(in VirtqueueChain chain) => chain.Sequence >= _since && chain.Sequence < _taken;

    /// <summary>Writes all of a used descriptor but the word that publishes it.</summary>
    /// <returns>That word.</returns>
    private unsafe uint WriteLength(byte* descriptor, in VirtqueueChain chain, uint written)
    {
        uint flags = _used.Used | (written > 0 ? PackedDescriptorFlags.Write : 0u);
        if (!IsBroken)
            TFence.WritePlain(Length(descriptor), written);
        return chain.Id | flags << PackedDescriptor.FlagsShift;
    }

    private void Leave(int descriptors, int chains)
    {
        _used = _used.After(descriptors, Size);
        _inUse -= descriptors;
        _completed += (uint)chains;
    }

    private unsafe void Publish(byte* descriptor, uint word, int descriptors)
    {
        if (IsBroken)
            return;
        TFence.StoreRelease(IdAndFlags(descriptor), word); // (Q3) pairs with (Q4), VirtqueueDriver
        TFence.FlushAfterWrite(descriptor, PackedDescriptor.Bytes);
        CountChanged(descriptors);
    }
}
