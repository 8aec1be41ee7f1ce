using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Xunit;

namespace RingCore.Tests;

/// <summary>Tests that need an x86-64 processor with what a harvester needs.</summary>
internal sealed class X64TheoryAttribute : TheoryAttribute
{
    public X64TheoryAttribute(HarvesterKind kind = HarvesterKind.Scalar) => Skip = Obstacle(kind);

    private static string? Obstacle(HarvesterKind kind)
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return "not run: reads x86-64 code of this machine's JIT, and the processor is not x86-64";
        bool isThere = Harvester.IsSupported(kind) && (kind != HarvesterKind.Avx512 || Vector512.IsHardwareAccelerated);
        return isThere ? null : $"not run: this machine's JIT makes no {kind} code, because the processor lacks it or is slow at it";
    }
}
