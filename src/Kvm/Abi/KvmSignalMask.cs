using System.Runtime.InteropServices;

namespace RingCore.Kvm.Abi;

/// <summary><c>struct kvm_signal_mask</c> with the kernel's signal set of 64 bits behind it, unaligned.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct KvmSignalMask
{
    internal uint SetBytes;
    internal ulong Set;
}
