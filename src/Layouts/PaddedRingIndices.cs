using System.Runtime.InteropServices;

namespace RingCore.Layouts;

/// <summary>The two indices of <see cref="KvmDirtyRingIndices"/> with a padded line each: one writer per line.</summary>
/// <remarks>
/// <code>
///  byte  0       128             256
///        +-------+---------------+
///        | avail | fetch         |
///        +-------+---------------+
/// </code>
/// What stands before and after is the owner's to pad: see <see cref="RingControl"/>.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
public struct PaddedRingIndices
{
    /// <summary>Size of both indices in bytes.</summary>
    public const int Bytes = 2 * CacheLine.PaddingBytes;

    /// <summary>Offset of <see cref="Avail"/> in bytes.</summary>
    public const int AvailOffset = 0;

    /// <summary>Offset of <see cref="Fetch"/> in bytes.</summary>
    public const int FetchOffset = CacheLine.PaddingBytes;

    /// <summary>Free-running count of entries published, modulo 2^32. Written by the producer alone.</summary>
    [FieldOffset(AvailOffset)]
    public uint Avail;

    /// <summary>Free-running count of entries harvested, modulo 2^32. Written by the collector alone.</summary>
    [FieldOffset(FetchOffset)]
    public uint Fetch;
}
