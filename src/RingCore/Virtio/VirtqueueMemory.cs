using System;
using RingCore.Layouts;

namespace RingCore;

/// <summary>Where a packed virtqueue stands in this process's memory: its descriptors and the two words that say who wants to be notified.</summary>
/// <remarks>The memory is the caller's, is zeroed before either side begins, and stays until both have ended.</remarks>
public readonly unsafe struct VirtqueueMemory
{
    /// <summary>Checks and keeps the addresses.</summary>
    /// <param name="size">Descriptors, 1 to 32768; any number, not only powers of two.</param>
    /// <param name="descriptors">Address of the first <see cref="PackedDescriptor"/>, a multiple of 16.</param>
    /// <param name="driverEvent">Address of the <see cref="PackedEventSuppression"/> that the driver writes, a multiple of 4.</param>
    /// <param name="deviceEvent">Address of the one that the device writes, a multiple of 4.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is outside its range.</exception>
    /// <exception cref="ArgumentException">An address is null or misaligned.</exception>
    public VirtqueueMemory(int size, nint descriptors, nint driverEvent, nint deviceEvent)
    {
        if (size is < 1 or > PackedDescriptor.MaxEntries)
            throw new ArgumentOutOfRangeException(nameof(size), size, $"A virtqueue has 1 to {PackedDescriptor.MaxEntries} descriptors.");
        Check(descriptors, PackedDescriptor.Bytes, nameof(descriptors));
        Check(driverEvent, PackedEventSuppression.Bytes, nameof(driverEvent));
        Check(deviceEvent, PackedEventSuppression.Bytes, nameof(deviceEvent));
        Size = size;
        Descriptors = (byte*)descriptors;
        DriverEvent = (uint*)driverEvent;
        DeviceEvent = (uint*)deviceEvent;
    }

    /// <summary>Descriptors, 1 to 32768.</summary>
    public int Size { get; }

    internal byte* Descriptors { get; }

    internal uint* DriverEvent { get; }

    internal uint* DeviceEvent { get; }

    /// <summary>Bytes of one block that holds all three, padded so that no two of them share a cache line.</summary>
    /// <param name="size">Descriptors, 1 to 32768.</param>
    public static nuint BlockBytes(int size) => PaddedDescriptorBytes(size) + (2 * CacheLine.PaddingBytes);

    /// <summary>The queue in one block.</summary>
    /// <param name="size">Descriptors, 1 to 32768.</param>
    /// <param name="block">Its address, a multiple of 128; zeroed.</param>
    /// <param name="bytes">Its size, at least <see cref="BlockBytes"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is outside its range, or the block too small.</exception>
    /// <exception cref="ArgumentException">The block is null or misaligned.</exception>
    public static VirtqueueMemory InBlock(int size, nint block, nuint bytes)
    {
        Check(block, CacheLine.PaddingBytes, nameof(block));
        nint events = block + (nint)PaddedDescriptorBytes(size);
        VirtqueueMemory memory = new(size, block, events, events + CacheLine.PaddingBytes);
        if (bytes < BlockBytes(size))
            throw new ArgumentOutOfRangeException(nameof(bytes), bytes, $"A virtqueue of {size} descriptors takes {BlockBytes(size)} bytes.");
        return memory;
    }

    private static nuint PaddedDescriptorBytes(int size) =>
        ((nuint)Math.Max(size, 0) * PackedDescriptor.Bytes + CacheLine.PaddingBytes - 1) / CacheLine.PaddingBytes * CacheLine.PaddingBytes;

    private static void Check(nint address, int alignment, string name)
    {
        if (address == 0 || address % alignment != 0)
            throw new ArgumentException($"The address 0x{address:x} is null or not a multiple of {alignment}.", name);
    }
}
