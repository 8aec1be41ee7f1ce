using System.Runtime.InteropServices;

namespace RingCore.Kvm;

/// <summary><c>struct kvm_dtable</c>: a descriptor table register.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct KvmDescriptorTable
{
    /// <summary>First address.</summary>
    public ulong Base;

    /// <summary>Last offset.</summary>
    public ushort Limit;

    private readonly ushort _padding0;
    private readonly ushort _padding1;
    private readonly ushort _padding2;
}
