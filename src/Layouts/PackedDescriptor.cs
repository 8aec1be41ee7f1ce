using System.Runtime.InteropServices;

namespace RingCore.Layouts;

/// <summary>
/// The 16-byte descriptor of a packed virtqueue, byte for byte <c>struct vring_packed_desc</c> of Linux's <c>include/uapi/linux/virtio_ring.h</c>
/// (virtio 1.1, section 2.7). Little-endian, as the processors that .NET 10 runs on.
/// </summary>
/// <remarks>
/// <code>
///  byte  0                8        12   14   16
///        +----------------+--------+----+-----+
///        | address        | length | id |flags|
///        +----------------+--------+----+-----+
/// </code>
/// <c>id</c> and <c>flags</c> share one aligned 32-bit word, so that one store publishes both.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
public struct PackedDescriptor
{
    /// <summary>Size of a descriptor in bytes.</summary>
    public const int Bytes = 16;

    /// <summary>Most descriptors in a queue, 2^15: an event names one in 15 bits. Any number from 1 to this, not only powers of two.</summary>
    public const int MaxEntries = 1 << 15;

    /// <summary>Offset of <see cref="Address"/> in bytes.</summary>
    public const int AddressOffset = 0;

    /// <summary>Offset of <see cref="Length"/> in bytes.</summary>
    public const int LengthOffset = 8;

    /// <summary>Offset in bytes of the word that holds <see cref="Id"/> in its low and <see cref="Flags"/> in its high half.</summary>
    public const int IdAndFlagsOffset = 12;

    /// <summary>Where <see cref="Flags"/> begin in the word of <see cref="IdAndFlagsOffset"/>, in bits.</summary>
    public const int FlagsShift = 16;

    /// <summary>Address of a buffer as its owner's memory has it; a dirty ring has a page number here.</summary>
    [FieldOffset(AddressOffset)]
    public ulong Address;

    /// <summary>Bytes of the buffer; in a used descriptor bytes written; a dirty ring has the slot here.</summary>
    [FieldOffset(LengthOffset)]
    public uint Length;

    /// <summary>Names a buffer: the driver chooses it, the device gives it back.</summary>
    [FieldOffset(IdAndFlagsOffset)]
    public ushort Id;

    /// <summary>See <see cref="PackedDescriptorFlags"/>. The synchronising half of the word: published last, read first.</summary>
    [FieldOffset(IdAndFlagsOffset + sizeof(ushort))]
    public ushort Flags;
}
