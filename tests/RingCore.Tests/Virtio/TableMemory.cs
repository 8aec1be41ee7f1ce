using System;
using RingCore.Layouts;
using RingCore.Platform;

namespace RingCore.Tests.Virtio;

/// <summary>Memory for tables of descriptors: the driver writes it here, the device finds it at an address of the driver's.</summary>
public sealed unsafe class TableMemory(int bytes) : IDisposable
{
    /// <summary>The driver's address of the first byte.</summary>
    public const ulong Base = 0x7000_0000;

    private readonly AlignedBlock _block = new((nuint)bytes, CacheLine.PaddingBytes);

    public nint Start => (nint)_block.Start;

    public ref PackedDescriptor this[int index] => ref ((PackedDescriptor*)_block.Start)[index];

    public Translation Translate => new(_block.Start, bytes);

    public void Dispose() => _block.Dispose();

    /// <summary>What a device is given.</summary>
    public readonly struct Translation(byte* first, int bytes) : IGuestMemory
    {
        public bool TryTranslate(ulong address, uint length, out byte* start)
        {
            bool inside = address >= Base && address - Base <= (ulong)bytes && length <= (ulong)bytes - (address - Base);
            start = inside ? first + (nuint)(address - Base) : null;
            return inside;
        }
    }
}
