using Microsoft.Win32.SafeHandles;

namespace RingCore;

/// <summary>The two open files of a shared ring that its collector gets. They stay the ring's.</summary>
/// <param name="Told">The told region: the collector can map it for reading only.</param>
/// <param name="Answered">The answered region: the collector maps it for writing.</param>
public readonly record struct PeerDescriptors(SafeFileHandle Told, SafeFileHandle Answered);
