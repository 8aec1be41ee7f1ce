using System.Runtime.InteropServices;

namespace RingCore.Kvm.Abi;

/// <summary><c>struct kvm_dirty_log</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KvmDirtyLog
{
    internal uint Slot;
    internal uint Padding;
    internal nint Bitmap;
}
