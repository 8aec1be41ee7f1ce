using System.Runtime.InteropServices;

namespace RingCore.VhostUser.Protocol;

/// <summary><c>struct vhost_vring_addr</c>: where the three parts of a queue are, by the front end's own (user) addresses.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct VringAddress
{
    internal const int Bytes = 40;

    internal uint Queue;
    internal uint Flags;

    /// <summary>The descriptors.</summary>
    internal ulong Descriptors;

    /// <summary>The used ring of a split queue; of a packed one the device's event suppression.</summary>
    internal ulong DeviceEvent;

    /// <summary>The available ring of a split queue; of a packed one the driver's event suppression.</summary>
    internal ulong DriverEvent;

    internal ulong Log;
}
