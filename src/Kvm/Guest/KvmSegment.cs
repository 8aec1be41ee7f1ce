using System.Runtime.InteropServices;

namespace RingCore.Kvm;

/// <summary><c>struct kvm_segment</c>: a segment register with its hidden part.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct KvmSegment
{
    /// <summary>First address.</summary>
    public ulong Base;

    /// <summary>Last offset.</summary>
    public uint Limit;

    /// <summary>Selector.</summary>
    public ushort Selector;

    /// <summary>Type, 0 to 15: 11 is code that can be read, 3 is data that can be written, both accessed.</summary>
    public byte Type;

    /// <summary>1: present.</summary>
    public byte Present;

    /// <summary>Privilege level, 0 to 3.</summary>
    public byte Dpl;

    /// <summary>1: 32-bit.</summary>
    public byte Db;

    /// <summary>1: code or data; 0: a system segment.</summary>
    public byte S;

    /// <summary>1: 64-bit code.</summary>
    public byte L;

    /// <summary>1: the limit counts pages.</summary>
    public byte G;

    /// <summary>For software.</summary>
    public byte Avl;

    /// <summary>1: not loaded.</summary>
    public byte Unusable;

    /// <summary>0.</summary>
    public byte Padding;
}
