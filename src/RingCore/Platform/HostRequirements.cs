using System;

namespace RingCore.Platform;

/// <summary>What every ring needs of its host, checked where a ring is made.</summary>
internal static class HostRequirements
{
    /// <summary>Refuses hosts on which the layouts or the single-copy atomicity of 8-byte words would not hold.</summary>
    /// <exception cref="PlatformNotSupportedException">
    /// The host is not a 64-bit little-endian one, or its processor lacks the harvester that the environment names.
    /// </exception>
    internal static void Check()
    {
        Check(Environment.Is64BitProcess, BitConverter.IsLittleEndian);
        _ = Harvester.Selected;
    }

    internal static void Check(bool is64Bit, bool isLittleEndian)
    {
        if (!is64Bit || !isLittleEndian)
            throw new PlatformNotSupportedException("RingCore runs on 64-bit little-endian hosts only.");
    }
}
