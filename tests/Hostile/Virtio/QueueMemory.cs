using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using RingCore.Hostile.Oracle;
using RingCore.Hostile.Stepped;
using RingCore.Layouts;

namespace RingCore.Hostile.Virtio;

/// <summary>
/// A virtqueue's memory with canaries around each part, and what the side under attack may do there: where it may read and write, no payload word twice
/// in one call, and nothing in the ring once the queue is broken.
/// </summary>
internal sealed unsafe class QueueMemory : ISteppedMemory, IDisposable
{
    /// <summary>Descriptors that all tables have together.</summary>
    internal const int TableEntries = 64;

    /// <summary>The driver's address of the tables' first byte.</summary>
    internal const ulong TableBase = 0x4_0000_0000;

    private const int CanaryBytes = 512;
    private const byte Canary = 0xC3;

    private readonly Dictionary<nint, int> _reads = [];
    private readonly byte* _block;
    private readonly int _blockBytes;
    private readonly bool _isDevice;
    private bool _isClosed;

    internal QueueMemory(int size, bool isDevice)
    {
        Size = size;
        _isDevice = isDevice;
        _blockBytes = (size * PackedDescriptor.Bytes) + (2 * PackedEventSuppression.Bytes) + (TableEntries * PackedDescriptor.Bytes) + (5 * CanaryBytes);
        _block = (byte*)NativeMemory.AlignedAlloc((nuint)_blockBytes, CacheLine.PaddingBytes);
        new Span<byte>(_block, _blockBytes).Fill(Canary);
        Ring = new Part(_block + CanaryBytes, size * PackedDescriptor.Bytes);
        Tables = new Part(Ring.End + CanaryBytes, TableEntries * PackedDescriptor.Bytes);
        DriverEvent = new Part(Tables.End + CanaryBytes, PackedEventSuppression.Bytes);
        DeviceEvent = new Part(DriverEvent.End + CanaryBytes, PackedEventSuppression.Bytes);
        foreach (Part part in Parts)
            new Span<byte>(part.Start, part.Bytes).Clear();
    }

    internal int Size { get; }

    internal Part Ring { get; }

    internal Part Tables { get; }

    internal Part DriverEvent { get; }

    internal Part DeviceEvent { get; }

    internal Part[] Parts => [Ring, Tables, DriverEvent, DeviceEvent];

    internal VirtqueueMemory Queue => new(Size, (nint)Ring.Start, (nint)DriverEvent.Start, (nint)DeviceEvent.Start);

    internal Translation Translate => new(Tables);

    /// <summary>A call of the side under attack begins.</summary>
    /// <param name="mayUseRing">False in a broken queue.</param>
    internal void BeginCall(bool mayUseRing)
    {
        _reads.Clear();
        _isClosed = !mayUseRing;
        Interleaving.BeginCall();
    }

    /// <inheritdoc/>
    public void Check(void* location, int bytes, bool isWrite)
    {
        if (!(isWrite ? MayWrite(location, bytes) : MayRead(location, bytes)))
            throw new OutsideAccessException($"A {(isWrite ? "write" : "read")} of {bytes} bytes where this side has no business, {(long)((byte*)location - Ring.Start)} from the ring.");
        bool isEvent = DriverEvent.Holds(location, bytes) || DeviceEvent.Holds(location, bytes);
        if (_isClosed && !isEvent)
            throw new OracleException("A broken queue's ring is used.");
        if (isWrite || isEvent)
            return;
        int times = _reads[(nint)location] = _reads.GetValueOrDefault((nint)location) + 1;
        Part part = Ring.Holds(location, bytes) ? Ring : Tables;
        bool isFlags = ((byte*)location - part.Start) % PackedDescriptor.Bytes == PackedDescriptor.IdAndFlagsOffset;
        // The flags that are judged, and the id behind them: never the flags twice.
        if (times > (isFlags && part == Ring ? 2 : 1))
            throw new OracleException($"A word of a descriptor is read {times} times in one call.");
    }

    /// <summary>Fails where somebody wrote between the parts.</summary>
    internal void CheckCanaries()
    {
        byte* next = _block;
        foreach (Part part in Parts)
        {
            CheckCanary(next, part.Start);
            next = part.End;
        }

        CheckCanary(next, _block + _blockBytes);
    }

    public void Dispose() => NativeMemory.AlignedFree(_block);

    private bool MayRead(void* location, int bytes) =>
        Ring.Holds(location, bytes) || (_isDevice ? DriverEvent.Holds(location, bytes) || Tables.Holds(location, bytes) : DeviceEvent.Holds(location, bytes));

    private bool MayWrite(void* location, int bytes) =>
        Ring.Holds(location, bytes) || (_isDevice ? DeviceEvent.Holds(location, bytes) : DriverEvent.Holds(location, bytes) || Tables.Holds(location, bytes));

    private static void CheckCanary(byte* start, byte* end)
    {
        if (new ReadOnlySpan<byte>(start, (int)(end - start)).ContainsAnyExcept(Canary))
            throw new OutsideAccessException("A canary was written.");
    }

    /// <summary>A range of bytes.</summary>
    internal readonly record struct Part
    {
        internal Part(byte* start, int bytes) => (_start, Bytes) = ((nint)start, bytes);

        private readonly nint _start;

        internal byte* Start => (byte*)_start;

        internal byte* End => Start + Bytes;

        internal int Bytes { get; }

        internal bool Holds(void* location, int bytes) => (byte*)location >= Start && (byte*)location + bytes <= End;
    }

    /// <summary>The tables, as a device finds them.</summary>
    internal readonly struct Translation(Part tables) : IGuestMemory
    {
        public bool TryTranslate(ulong address, uint length, out byte* start)
        {
            bool inside = address >= TableBase && address - TableBase <= (ulong)tables.Bytes && length <= (ulong)tables.Bytes - (address - TableBase);
            start = inside ? tables.Start + (nuint)(address - TableBase) : null;
            return inside;
        }
    }
}
