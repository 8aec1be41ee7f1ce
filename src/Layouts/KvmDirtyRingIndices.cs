using System.Runtime.InteropServices;

namespace RingCore.Layouts;

/// <summary>
/// The two indices of the dirty ring as version 3 of the KVM patch laid them out in the vCPU's run page
/// (<c>struct kvm_dirty_ring_indexes</c>; never merged): two adjacent 32-bit words in one cache line.
/// </summary>
/// <remarks>Two writers in one line: <see cref="PaddedRingIndices"/> is the form without false sharing.</remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
public struct KvmDirtyRingIndices
{
    /// <summary>Size of both indices in bytes.</summary>
    public const int Bytes = 8;

    /// <summary>Offset of <see cref="Avail"/> in bytes.</summary>
    public const int AvailOffset = 0;

    /// <summary>Offset of <see cref="Fetch"/> in bytes.</summary>
    public const int FetchOffset = 4;

    /// <summary>Free-running count of entries published, modulo 2^32. Written by the producer alone.</summary>
    [FieldOffset(AvailOffset)]
    public uint Avail;

    /// <summary>Free-running count of entries harvested, modulo 2^32. Written by the collector alone.</summary>
    [FieldOffset(FetchOffset)]
    public uint Fetch;
}
