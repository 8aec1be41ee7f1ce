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
    /// <exception cref="InvalidOperationException">A chain cannot be one in use, or is not the next in order. Nothing was given back.</exception>
    /// <exception cref="ArgumentOutOfRangeException">More bytes than a chain has. Nothing was given back.</exception>
    public unsafe void CompleteTogether(ReadOnlySpan<VirtqueueChain> chains, ReadOnlySpan<uint> written)
    {
        int descriptors = JudgeTogether(chains, written);
        if (chains.IsEmpty)
            return;
        byte* first = Descriptor(_used.Index);
        uint firstWord = 0;
        for (int i = 0; i < chains.Length; i++)
        {
            byte* descriptor = Descriptor(_used.Index);
            uint word = WriteLength(descriptor, chains[i], written[i]);
            if (i == 0)
                firstWord = word;
            else if (!IsBroken)
                TFence.WritePlain(IdAndFlags(descriptor), word);
            TFence.FlushAfterWrite(descriptor, PackedDescriptor.Bytes);
            Leave(chains[i].Descriptors, 1);
        }

        // The driver goes from one used descriptor to the next: behind the first nothing is looked at before this.
        Publish(first, firstWord, descriptors);
    }

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
            if (chain.Descriptors < 1 || descriptors > _inUse || !IsOfNow(chain))
                throw new InvalidOperationException($"Chain {chain.Sequence} of {chain.Descriptors} descriptors is not in use.");
            if (Has(VirtqueueFeatures.InOrder) && chain.Sequence != _completed + (ulong)i)
                throw new InvalidOperationException($"Chain {chain.Sequence} is not the next in order, {_completed + (ulong)i}.");
            if (written[i] > chain.WritableBytes)
                throw new ArgumentOutOfRangeException(nameof(written), written[i], $"The chain has {chain.WritableBytes} writable bytes.");
        }

        return descriptors;
    }
}
