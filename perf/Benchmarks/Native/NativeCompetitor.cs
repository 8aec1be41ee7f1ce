using System.Runtime.InteropServices;

namespace RingCore.Benchmarks.Native;

/// <summary><c>struct Competitor</c> of <c>perf/native/include/abi.h</c>.</summary>
/// <remarks>
/// The calls take part in garbage collections, unlike those of the kernels: one lasts a whole turn and waits for the other thread, which a
/// collection may have stopped. A call without the transition would hold up that collection and wait for ever. It is paid once per turn.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct NativeCompetitor
{
    internal readonly byte* Name;
    internal readonly uint ItemBytes;
    internal readonly uint HasBatches;
    internal readonly delegate* unmanaged<uint, nint> Create;
    internal readonly delegate* unmanaged<nint, void> Destroy;
    internal readonly delegate* unmanaged<nint, ulong, uint, void> Produce;
    internal readonly delegate* unmanaged<nint, ulong, uint, ulong> Consume;
    internal readonly delegate* unmanaged<nint, nint, ulong, uint, void> Bounce;

    /// <summary>What tables call it: the library's name, and the size of its items where it is not 16 bytes.</summary>
    internal string DisplayName => Marshal.PtrToStringUTF8((nint)Name) + (ItemBytes == 8 ? " 8 B" : "");
}
