using Xunit;

namespace RingCore.Tests;

/// <summary>Tests that need the ARM64 cross compiler.</summary>
internal sealed class Arm64TheoryAttribute : TheoryAttribute
{
    public Arm64TheoryAttribute() => Skip = Compilers.Arm64Obstacle;
}
