using System.Runtime.InteropServices;

namespace RingCore.VhostUser.Protocol;

/// <summary>A region of the memory table; its file comes beside the message.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MemoryRegion
{
    internal const int SizeBytes = 32;

    /// <summary>Most regions in a table.</summary>
    internal const int MaxRegions = 8;

    internal ulong GuestAddress;
    internal ulong Bytes;
    internal ulong UserAddress;

    /// <summary>Where in its file the region begins.</summary>
    internal ulong FileOffset;
}
