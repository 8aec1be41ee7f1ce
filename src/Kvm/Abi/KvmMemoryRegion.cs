using System.Runtime.InteropServices;

namespace RingCore.Kvm.Abi;

/// <summary><c>struct kvm_userspace_memory_region</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KvmMemoryRegion
{
    internal uint Slot;
    internal uint Flags;
    internal ulong GuestAddress;
    internal ulong Bytes;
    internal ulong HostAddress;
}
