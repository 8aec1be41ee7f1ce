using System.Runtime.InteropServices;

namespace RingCore.Layouts;

/// <summary>
/// The 16-byte ring entry, byte for byte <c>struct kvm_dirty_gfn</c> of Linux's <c>include/uapi/linux/kvm.h</c>.
/// </summary>
/// <remarks>
/// <code>
///  byte  0        4        8                16
///        +--------+--------+----------------+
///        | flags  | slot   | offset         |
///        +--------+--------+----------------+
/// </code>
/// In memory aligned to 16 bytes an entry never straddles a cache line and each field is naturally aligned.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
public struct KvmDirtyGfn
{
    /// <summary>Size of an entry in bytes.</summary>
    public const int Bytes = 16;

    /// <summary>Offset of <see cref="Flags"/> in bytes.</summary>
    public const int FlagsOffset = 0;

    /// <summary>Offset of <see cref="Slot"/> in bytes.</summary>
    public const int SlotOffset = 4;

    /// <summary>Offset of <see cref="Offset"/> in bytes.</summary>
    public const int OffsetOffset = 8;

    /// <summary>State of the entry, see <see cref="EntryState"/>. The synchronising word: published last, read first.</summary>
    [FieldOffset(FlagsOffset)]
    public uint Flags;

    /// <summary>Memory slot: address space in bits 16 to 31, slot number in bits 0 to 15.</summary>
    [FieldOffset(SlotOffset)]
    public uint Slot;

    /// <summary>Page number within the slot.</summary>
    [FieldOffset(OffsetOffset)]
    public ulong Offset;
}
