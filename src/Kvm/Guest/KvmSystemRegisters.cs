using System.Runtime.InteropServices;

namespace RingCore.Kvm;

/// <summary><c>struct kvm_sregs</c> of x86-64: segments, descriptor tables and control registers.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct KvmSystemRegisters
{
#pragma warning disable CS1591 // the processor's own names
    public KvmSegment Cs;
    public KvmSegment Ds;
    public KvmSegment Es;
    public KvmSegment Fs;
    public KvmSegment Gs;
    public KvmSegment Ss;
    public KvmSegment Tr;
    public KvmSegment Ldt;
    public KvmDescriptorTable Gdt;
    public KvmDescriptorTable Idt;
    public ulong Cr0;
    public ulong Cr2;
    public ulong Cr3;
    public ulong Cr4;
    public ulong Cr8;
    public ulong Efer;
    public ulong ApicBase;
#pragma warning restore CS1591

    private readonly ulong _interrupts0;
    private readonly ulong _interrupts1;
    private readonly ulong _interrupts2;
    private readonly ulong _interrupts3;
}
