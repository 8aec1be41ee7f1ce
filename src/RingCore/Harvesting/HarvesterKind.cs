namespace RingCore;

/// <summary>The strategies of harvesting, fastest last.</summary>
public enum HarvesterKind
{
    /// <summary>Entry by entry. Runs everywhere.</summary>
    Scalar,

    /// <summary>16 bytes at a time: SSE2 on x86-64, AdvSimd on ARM64.</summary>
    Vector128,

    /// <summary>32 bytes at a time: AVX2.</summary>
    Avx2,

    /// <summary>64 bytes at a time: AVX-512F.</summary>
    Avx512,
}
