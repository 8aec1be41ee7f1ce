using System;
using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// The driver's side of a packed virtqueue: makes chains of buffers available, and takes back those that the device has used. One thread at a time.
/// </summary>
/// <remarks>
/// The ring is shared; which chain has which id, token and length stands in private memory, so that a device that lies about an id or a length is found
/// out. Most users want <see cref="PackedDriver"/>.
/// </remarks>
/// <typeparam name="TFence">The door to shared memory.</typeparam>
public partial class VirtqueueDriver<TFence> : VirtqueueSide<TFence>
    where TFence : IFencePoints
{
    private readonly OutstandingChain[] _chains;
    private PackedPosition _available;
    private PackedPosition _used;
    private int _free;
    private int _outstanding;
    private int _nextId;

    /// <summary>Begins at a place.</summary>
    /// <param name="memory">The queue; zeroed, or as the driver before left it with nothing outstanding.</param>
    /// <param name="features">What both sides have agreed on.</param>
    /// <param name="start">The first descriptor to make available; null for that of a new queue.</param>
    /// <exception cref="ArgumentException">The memory was not given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The start is not in the queue.</exception>
    public unsafe VirtqueueDriver(VirtqueueMemory memory, VirtqueueFeatures features, PackedPosition? start = null)
        : base(memory, features, memory.DriverEvent, memory.DeviceEvent)
    {
        _chains = new OutstandingChain[Size];
        Begin(start ?? PackedPosition.Start);
    }

    /// <summary>Where the next chain begins.</summary>
    public PackedPosition Available => _available;

    /// <summary>Where the device gives back the next one.</summary>
    public PackedPosition Used => _used;

    /// <summary>Descriptors that are free.</summary>
    public int Free => _free;

    /// <summary>Chains that the device has.</summary>
    public int Outstanding => _outstanding;

    /// <summary>Makes a chain available.</summary>
    /// <param name="readable">Buffers that the device reads.</param>
    /// <param name="writable">Buffers that it writes.</param>
    /// <param name="token">Comes back with it.</param>
    public unsafe VirtqueueAddStatus Add(ReadOnlySpan<VirtqueueBuffer> readable, ReadOnlySpan<VirtqueueBuffer> writable, ulong token)
    {
        int count = readable.Length + writable.Length;
        VirtqueueAddStatus status = Judge(readable, writable, Size, count, out ulong writableBytes);
        if (status != VirtqueueAddStatus.Added)
            return status;
        uint id = Remember(token, writableBytes, count);
        byte* head = Descriptor(_available.Index);
        uint headWord = 0;
        for (int i = 0; i < count; i++)
        {
            bool isWritable = i >= readable.Length;
            uint flags = (isWritable ? PackedDescriptorFlags.Write : 0u) | (i + 1 < count ? PackedDescriptorFlags.Next : 0u) | _available.Available;
            uint word = id | flags << PackedDescriptor.FlagsShift;
            byte* descriptor = Descriptor(_available.Index);
            WriteBuffer(descriptor, isWritable ? writable[i - readable.Length] : readable[i]);
            if (i == 0)
                headWord = word;
            else
                TFence.WritePlain(IdAndFlags(descriptor), word);
            TFence.FlushAfterWrite(descriptor, PackedDescriptor.Bytes);
            _available = _available.After(1, Size);
        }

        Publish(head, headWord, count);
        return VirtqueueAddStatus.Added;
    }

    /// <summary>Makes a chain available as one descriptor that names a table of them.</summary>
    /// <param name="readable">Buffers that the device reads.</param>
    /// <param name="writable">Buffers that it writes.</param>
    /// <param name="token">Comes back with it.</param>
    /// <param name="table">The table's memory, a multiple of 8; it is the device's until the chain comes back.</param>
    /// <param name="tableAddress">The table's address as the device knows it.</param>
    /// <param name="tableEntries">Descriptors that it has room for.</param>
    /// <exception cref="InvalidOperationException">The feature was not agreed on.</exception>
    /// <exception cref="ArgumentException">The table is null or misaligned.</exception>
    public unsafe VirtqueueAddStatus AddIndirect(
        ReadOnlySpan<VirtqueueBuffer> readable, ReadOnlySpan<VirtqueueBuffer> writable, ulong token, nint table, ulong tableAddress, int tableEntries)
    {
        if (!Has(VirtqueueFeatures.Indirect))
            throw new InvalidOperationException("Indirect descriptors were not agreed on.");
        if (table == 0 || table % sizeof(ulong) != 0)
            throw new ArgumentException($"The table at 0x{table:x} is null or not a multiple of {sizeof(ulong)}.", nameof(table));
        VirtqueueAddStatus status = Judge(readable, writable, tableEntries, 1, out ulong writableBytes);
        if (status != VirtqueueAddStatus.Added)
            return status;
        int count = readable.Length + writable.Length;
        for (int i = 0; i < count; i++)
        {
            bool isWritable = i >= readable.Length;
            byte* entry = (byte*)table + ((nuint)i * PackedDescriptor.Bytes);
            WriteBuffer(entry, isWritable ? writable[i - readable.Length] : readable[i]);
            TFence.WritePlain(IdAndFlags(entry), isWritable ? (uint)PackedDescriptorFlags.Write << PackedDescriptor.FlagsShift : 0);
        }

        TFence.FlushAfterWrite((byte*)table, (nuint)count * PackedDescriptor.Bytes);
        uint id = Remember(token, writableBytes, descriptors: 1);
        byte* head = Descriptor(_available.Index);
        WriteBuffer(head, new VirtqueueBuffer(tableAddress, (uint)count * PackedDescriptor.Bytes));
        uint word = id | (uint)(PackedDescriptorFlags.Indirect | _available.Available) << PackedDescriptor.FlagsShift;
        _available = _available.After(1, Size);
        Publish(head, word, descriptors: 1);
        return VirtqueueAddStatus.Added;
    }

    /// <summary>Whether the device wants to be notified of what was added since the last call. A full fence: ask once for a batch.</summary>
    public bool NeedsKick() => NeedsNotification(_available);

    /// <summary>Begins anew after a violation or the device's end: clears the ring, forgets what is outstanding. The device must have stopped.</summary>
    /// <param name="start">The first descriptor to make available; null for that of a new queue.</param>
    /// <exception cref="ArgumentOutOfRangeException">The start is not in the queue.</exception>
    public unsafe void Reset(PackedPosition? start = null)
    {
        Begin(start ?? PackedPosition.Start);
        for (int i = 0; i < Size; i++)
        {
            WriteBuffer(Descriptor(i), default);
            TFence.WritePlain(IdAndFlags(Descriptor(i)), 0);
            TFence.FlushAfterWrite(Descriptor(i), PackedDescriptor.Bytes);
        }
    }

    private void Begin(PackedPosition start)
    {
        _available = _used = Check(start);
        Mend();
        _free = Size;
        _outstanding = _nextId = _oldest = _skipped = 0;
        for (int i = 0; i < Size; i++)
            _chains[i] = new OutstandingChain { Next = i + 1 };
    }

    private VirtqueueAddStatus Judge(
        ReadOnlySpan<VirtqueueBuffer> readable, ReadOnlySpan<VirtqueueBuffer> writable, int mostBuffers, int descriptors, out ulong writableBytes)
    {
        writableBytes = 0;
        ulong bytes = 0;
        foreach (VirtqueueBuffer buffer in writable)
            writableBytes += buffer.Length;
        foreach (VirtqueueBuffer buffer in readable)
            bytes += buffer.Length;
        if (IsBroken)
            return VirtqueueAddStatus.Broken;
        if (readable.Length + writable.Length == 0)
            return VirtqueueAddStatus.RefusedEmpty;
        if (readable.Length + writable.Length > mostBuffers || bytes + writableBytes > MostChainBytes)
            return VirtqueueAddStatus.RefusedTooLong;
        return descriptors > _free ? VirtqueueAddStatus.RefusedFull : VirtqueueAddStatus.Added;
    }

    /// <summary>Keeps what the device does not need to know.</summary>
    /// <returns>The chain's id.</returns>
    private uint Remember(ulong token, ulong writableBytes, int descriptors)
    {
        int id = _nextId;
        ref OutstandingChain chain = ref _chains[id];
        // Where chains come back in order their ids go round; else they are a list of free ones.
        _nextId = Has(VirtqueueFeatures.InOrder) ? Following(id) : chain.Next;
        chain.Token = token;
        chain.WritableBytes = writableBytes;
        chain.Descriptors = descriptors;
        _free -= descriptors;
        _outstanding++;
        return (uint)id;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void WriteBuffer(byte* descriptor, VirtqueueBuffer buffer)
    {
        TFence.WritePlain(Address(descriptor), buffer.Address);
        TFence.WritePlain(Length(descriptor), buffer.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe void Publish(byte* head, uint word, int descriptors)
    {
        TFence.StoreRelease(IdAndFlags(head), word); // (Q1) pairs with (Q2), VirtqueueDevice
        TFence.FlushAfterWrite(head, PackedDescriptor.Bytes);
        CountChanged(descriptors);
    }

    /// <summary>A chain that the device has, or a free id.</summary>
    private struct OutstandingChain
    {
        public ulong Token;
        public ulong WritableBytes;

        /// <summary>0 where the id is free.</summary>
        public int Descriptors;

        /// <summary>The next free id.</summary>
        public int Next;
    }
}
