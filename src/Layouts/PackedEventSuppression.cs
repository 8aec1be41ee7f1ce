using System.Runtime.InteropServices;

namespace RingCore.Layouts;

/// <summary>
/// What one side of a packed virtqueue asks of the other's notifications, byte for byte <c>struct vring_packed_desc_event</c> of Linux's
/// <c>include/uapi/linux/virtio_ring.h</c> (virtio 1.1, section 2.7.14). One aligned 32-bit word, so that it is read and written at once.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
public struct PackedEventSuppression
{
    /// <summary>Size in bytes.</summary>
    public const int Bytes = 4;

    /// <summary>Offset of <see cref="OffsetAndWrap"/> in bytes.</summary>
    public const int OffsetAndWrapOffset = 0;

    /// <summary>Where <see cref="Flags"/> begin in the word, in bits.</summary>
    public const int FlagsShift = 16;

    /// <summary>The wrap counter's place in <see cref="OffsetAndWrap"/>, in bits.</summary>
    public const int WrapShift = 15;

    /// <summary>Notify me of each change: <see cref="Flags"/>.</summary>
    public const ushort Enable = 0;

    /// <summary>Do not notify me: <see cref="Flags"/>.</summary>
    public const ushort Disable = 1;

    /// <summary>Notify me when the descriptor of <see cref="OffsetAndWrap"/> changes: <see cref="Flags"/>, where both sides agreed on <c>EVENT_IDX</c>.</summary>
    public const ushort AtDescriptor = 2;

    /// <summary>The descriptor to notify at in bits 0 to 14, the wrap counter of its pass in bit 15.</summary>
    [FieldOffset(OffsetAndWrapOffset)]
    public ushort OffsetAndWrap;

    /// <summary><see cref="Enable"/>, <see cref="Disable"/> or <see cref="AtDescriptor"/>; 3 means nothing.</summary>
    [FieldOffset(OffsetAndWrapOffset + sizeof(ushort))]
    public ushort Flags;
}
