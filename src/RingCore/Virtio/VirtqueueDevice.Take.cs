using System;
using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore;

public partial class VirtqueueDevice<TFence>
{
    /// <summary>Takes the next chain of a queue without indirect descriptors.</summary>
    /// <param name="buffers">Receives its buffers: those to read, then those to write.</param>
    /// <param name="chain">The chain; default where none was taken.</param>
    public VirtqueueTakeStatus TryTake(Span<VirtqueueBuffer> buffers, out VirtqueueChain chain) =>
        TryTake(new NoGuestMemory(), buffers, out chain);

    /// <summary>Takes the next chain.</summary>
    /// <param name="memory">Where the driver's tables of descriptors stand in this process.</param>
    /// <param name="buffers">
    /// Receives its buffers: those to read, then those to write. One as long as the larger of <see cref="VirtqueueSide{TFence}.Size"/> and
    /// <see cref="MostIndirect"/> holds every chain.
    /// </param>
    /// <param name="chain">The chain; default where none was taken.</param>
    public unsafe VirtqueueTakeStatus TryTake<TMemory>(in TMemory memory, Span<VirtqueueBuffer> buffers, out VirtqueueChain chain)
        where TMemory : struct, IGuestMemory
    {
        chain = default;
        if (IsBroken)
            return VirtqueueTakeStatus.Broken;
        byte* descriptor = Descriptor(_available.Index);
        TFence.FlushBeforeRead(descriptor, PackedDescriptor.Bytes);
        uint flags = TFence.LoadAcquire(IdAndFlags(descriptor)); // (Q2) pairs with (Q1), VirtqueueDriver
        if (!_available.IsAvailable(flags))
            return VirtqueueTakeStatus.Empty;

        if (_inUse == Size)
            return Refuse(VirtqueueViolation.Oversubscribed);
        ChainBuffers found = new(buffers);
        PackedPosition at = _available;
        int count = 1;
        // The flags are judged. The id is read by itself behind them: a driver may have stored the two separately.
        uint id = TFence.ReadPlain(IdAndFlags(descriptor));
        while (true)
        {
            VirtqueueViolation violation = IsSet(flags, PackedDescriptorFlags.Indirect)
                ? ReadTable(memory, descriptor, count, flags, ref found)
                : found.Add(TFence.ReadPlain(Address(descriptor)), TFence.ReadPlain(Length(descriptor)), IsWritable(flags));
            if (violation != VirtqueueViolation.None)
                return Refuse(violation);
            if (!IsSet(flags, PackedDescriptorFlags.Next))
                break;
            if (count == Size - _inUse)
                return Refuse(_inUse == 0 ? VirtqueueViolation.ChainTooLong : VirtqueueViolation.Oversubscribed);
            count++;
            at = at.After(1, Size);
            descriptor = Descriptor(at.Index);
            TFence.FlushBeforeRead(descriptor, PackedDescriptor.Bytes);
            id = flags = TFence.ReadPlain(IdAndFlags(descriptor));
            if (!at.IsAvailable(flags))
                return Refuse(VirtqueueViolation.StaleDescriptor);
        }

        if (found.Missing)
            return VirtqueueTakeStatus.BuffersTooFew;
        chain = found.Chain((ushort)id, count, _taken++);
        _available = _available.After(count, Size);
        _inUse += count;
        return VirtqueueTakeStatus.Taken;
    }

    private unsafe VirtqueueViolation ReadTable<TMemory>(in TMemory memory, byte* descriptor, int count, uint flags, ref ChainBuffers found)
        where TMemory : struct, IGuestMemory
    {
        if (!Has(VirtqueueFeatures.Indirect))
            return VirtqueueViolation.IndirectNotAgreed;
        if (count > 1 || IsSet(flags, PackedDescriptorFlags.Next))
            return VirtqueueViolation.IndirectInChain;
        uint bytes = TFence.ReadPlain(Length(descriptor));
        uint entries = bytes / PackedDescriptor.Bytes;
        if (entries == 0 || bytes % PackedDescriptor.Bytes != 0 || entries > (uint)MostIndirect)
            return VirtqueueViolation.IndirectLength;
        if (!memory.TryTranslate(TFence.ReadPlain(Address(descriptor)), bytes, out byte* table))
            return VirtqueueViolation.IndirectAddress;
        if ((nuint)table % sizeof(ulong) != 0)
            return VirtqueueViolation.IndirectLength;
        TFence.FlushBeforeRead(table, bytes);
        for (; entries > 0; entries--, table += PackedDescriptor.Bytes)
        {
            // A table has no chains and no ids of its own: every flag but these two is none of a device's business.
            uint entryFlags = TFence.ReadPlain(IdAndFlags(table));
            if (IsSet(entryFlags, PackedDescriptorFlags.Indirect))
                return VirtqueueViolation.IndirectNested;
            VirtqueueViolation violation = found.Add(
                TFence.ReadPlain(Address(table)), TFence.ReadPlain(Length(table)), IsWritable(entryFlags));
            if (violation != VirtqueueViolation.None)
                return violation;
        }

        return VirtqueueViolation.None;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsWritable(uint word) => IsSet(word, PackedDescriptorFlags.Write) && !ReadsOnly;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsSet(uint word, ushort flag) => (word >> PackedDescriptor.FlagsShift & flag) != 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private VirtqueueTakeStatus Refuse(VirtqueueViolation kind)
    {
        Break(kind);
        return VirtqueueTakeStatus.Broken;
    }

    /// <summary>The buffers of a chain as they are copied out.</summary>
    private ref struct ChainBuffers(Span<VirtqueueBuffer> buffers)
    {
        private readonly Span<VirtqueueBuffer> _buffers = buffers;
        private int _readable;
        private int _writable;
        private ulong _readableBytes;
        private ulong _writableBytes;

        /// <summary>Whether there was no room for some.</summary>
        public readonly bool Missing => _readable + _writable > _buffers.Length;

        public VirtqueueViolation Add(ulong address, uint length, bool isWritable)
        {
            int index = _readable + _writable;
            if (isWritable)
            {
                _writable++;
                _writableBytes += length;
            }
            else if (_writable > 0)
            {
                return VirtqueueViolation.ReadableAfterWritable;
            }
            else
            {
                _readable++;
                _readableBytes += length;
            }

            if (_readableBytes + _writableBytes > MostChainBytes)
                return VirtqueueViolation.TooManyBytes;
            if (index < _buffers.Length)
                _buffers[index] = new VirtqueueBuffer(address, length);
            return VirtqueueViolation.None;
        }

        public readonly VirtqueueChain Chain(ushort id, int descriptors, ulong sequence) =>
            new(id, descriptors, _readable, _writable, _readableBytes, _writableBytes, sequence);
    }
}
