using System;
using System.Runtime.Intrinsics.X86;

namespace RingCore.Platform;

/// <summary>What every ring needs of its host, checked where a ring is made.</summary>
internal static class HostRequirements
{
    /// <summary>Refuses hosts on which the layouts or the single-copy atomicity of 8-byte words would not hold.</summary>
    /// <exception cref="PlatformNotSupportedException">
    /// The host is not a 64-bit little-endian one, its processor lacks the harvester that the environment names, or the fence points order wide
    /// accesses and the processor is not x86-64 with AVX.
    /// </exception>
    internal static void Check<TFence>()
        where TFence : IFencePoints
    {
        Check(Environment.Is64BitProcess, BitConverter.IsLittleEndian);
        if (TFence.OrdersWideAccesses && !Avx.X64.IsSupported)
            throw new PlatformNotSupportedException("Fence points that order wide accesses are for x86-64 processors with AVX only.");
        _ = Harvester.Selected;
    }

    internal static void Check(bool is64Bit, bool isLittleEndian)
    {
        if (!is64Bit || !isLittleEndian)
            throw new PlatformNotSupportedException("RingCore runs on 64-bit little-endian hosts only.");
    }
}
