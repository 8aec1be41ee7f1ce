using System.Runtime.InteropServices;

namespace RingCore.VhostUser.Protocol;

/// <summary><c>struct vhost_vring_state</c>: a queue and a number.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct VringState
{
    internal const int Bytes = 8;

    internal uint Queue;
    internal uint Value;
}
