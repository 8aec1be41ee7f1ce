using System.Runtime.InteropServices;

namespace RingCore.Kvm.Abi;

/// <summary><c>struct kvm_enable_cap</c>, 104 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Size = 104)]
internal struct KvmEnableCap
{
    internal uint Capability;
    internal uint Flags;
    internal ulong Argument;
}
