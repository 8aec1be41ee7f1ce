namespace RingCore.Layouts;

/// <summary>Bits of <see cref="PackedDescriptor.Flags"/>, <c>VRING_DESC_F_*</c> and <c>VRING_PACKED_DESC_F_*</c> of Linux's <c>virtio_ring.h</c>.</summary>
/// <remarks>
/// Driver and device each keep a wrap counter, 1 at first, that turns over with each pass over the ring. A descriptor is available where
/// <see cref="Available"/> equals the counter and <see cref="Used"/> does not; it is used where both equal it. So nobody writes a "free".
/// </remarks>
public static class PackedDescriptorFlags
{
    /// <summary>The buffer goes on in the next descriptor.</summary>
    public const ushort Next = 1;

    /// <summary>The device writes the buffer, else it reads it.</summary>
    public const ushort Write = 2;

    /// <summary>The buffer is a table of descriptors.</summary>
    public const ushort Indirect = 4;

    /// <summary>Set to the driver's wrap counter when the descriptor is made available; to the device's when it is used.</summary>
    public const ushort Available = 1 << 7;

    /// <summary>Set to the inverse of the driver's wrap counter when the descriptor is made available; to the device's when it is used.</summary>
    public const ushort Used = 1 << 15;
}
