using System.Runtime.InteropServices;

namespace RingCore.Layouts;

/// <summary>The 8-byte ring entry: a guest page address with the state in its low bits, so that flag and payload are one word.</summary>
/// <remarks>
/// <code>
///  bit  63                      12 11       2 1     0
///       +-------------------------+----------+-------+
///       | guest frame number, gfn | 0 or lap | state |
///       +-------------------------+----------+-------+
/// </code>
/// One aligned store publishes it. It names no slot: the resetter finds the slot that holds the frame in the slot table.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
public struct DirtyPageAddress
{
    /// <summary>Size of an entry in bytes.</summary>
    public const int Bytes = 8;

    /// <summary>Bit number of the frame number's lowest bit: pages are of 4 KiB, as in KVM on x86-64.</summary>
    public const int FrameShift = 12;

    /// <summary>The largest frame number that fits, 2^52 - 1.</summary>
    public const ulong MaxFrame = ulong.MaxValue >> FrameShift;

    /// <summary>The bits below the page address.</summary>
    public const uint LowBits = (1u << FrameShift) - 1;

    /// <summary>The bits of the page address.</summary>
    public const ulong PageMask = ~(ulong)LowBits;

    /// <summary>Page address and state, see <see cref="EntryState"/>.</summary>
    [FieldOffset(0)]
    public ulong Word;
}
