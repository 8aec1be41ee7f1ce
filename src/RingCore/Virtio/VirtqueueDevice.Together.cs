using System;
using RingCore.Layouts;

namespace RingCore;

public partial class VirtqueueDevice<TFence>
{
    /// <summary>
    /// Gives chains back so that the driver sees all of them used or none: what virtio asks for of a packet that takes several receive buffers (1.1, section
    /// 5.1.6.4.1). A driver that finds the first used does not wait for the others.
    /// </summary>
    /// <param name="chains">As they were taken. In order, where that was agreed on.</param>
    /// <param name="written">Bytes written into each one's writable buffers, from the first on.</param>
    /// <exception cref="ArgumentException">There are not as many numbers as chains.</exception>
    /// <exception cref="InvalidOperationException">A chain is none that is in use, or not the next in order. Nothing was given back.</exception>
    /// <exception cref="ArgumentOutOfRangeException">More bytes than a chain has. Nothing was given back.</exception>
    public unsafe void CompleteTogether(ReadOnlySpan<VirtqueueChain> chains, ReadOnlySpan<uint> written)
    {
        int descriptors = JudgeTogether(chains, written);
        if (chains.IsEmpty)
            return;
        _completed += (ulong)chains.Length;
        _inUse -= descriptors;
        if (IsBroken)
            return;
        PackedPosition first = _used;
        for (int i = 0; i < chains.Length; i++)
        {
            byte* descriptor = Descriptor(_used.Index);
            TFence.WritePlain(Length(descriptor), written[i]);
            if (i > 0)
                TFence.WritePlain(IdAndFlags(descriptor), UsedWord(chains[i], written[i], _used));
            TFence.FlushAfterWrite(descriptor, PackedDescriptor.Bytes);
            _used = _used.After(chains[i].Descriptors, Size);
        }

        // The driver goes from one used descriptor to the next: behind the first nothing is looked at before this.
        TFence.StoreRelease(IdAndFlags(Descriptor(first.Index)), UsedWord(chains[0], written[0], first)); // (Q3) pairs with (Q4), VirtqueueDriver
        TFence.FlushAfterWrite(Descriptor(first.Index), PackedDescriptor.Bytes);
        CountChanged(descriptors);
    }

    private static uint UsedWord(in VirtqueueChain chain, uint written, PackedPosition at) =>
        chain.Id | (at.Used | (written > 0 ? PackedDescriptorFlags.Write : 0u)) << PackedDescriptor.FlagsShift;

    /// <returns>Descriptors of all the chains.</returns>
    private int JudgeTogether(ReadOnlySpan<VirtqueueChain> chains, ReadOnlySpan<uint> written)
    {
        if (chains.Length != written.Length)
            throw new ArgumentException($"{chains.Length} chains and {written.Length} numbers of bytes.", nameof(written));
        int descriptors = 0;
        for (int i = 0; i < chains.Length; i++)
        {
            ref readonly VirtqueueChain chain = ref chains[i];
            descriptors += chain.Descriptors;
            if (chain.Descriptors < 1 || descriptors > _inUse || chain.Sequence >= _taken)
                throw new InvalidOperationException($"Chain {chain.Sequence} of {chain.Descriptors} descriptors is not in use.");
            if (Has(VirtqueueFeatures.InOrder) && chain.Sequence != _completed + (ulong)i)
                throw new InvalidOperationException($"Chain {chain.Sequence} is not the next in order, {_completed + (ulong)i}.");
            if (written[i] > chain.WritableBytes)
                throw new ArgumentOutOfRangeException(nameof(written), written[i], $"The chain has {chain.WritableBytes} writable bytes.");
        }

        return descriptors;
    }
}
