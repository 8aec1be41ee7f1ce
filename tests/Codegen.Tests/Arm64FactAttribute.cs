using Xunit;

namespace RingCore.Tests;

/// <summary>A test that needs the ARM64 cross compiler.</summary>
internal sealed class Arm64FactAttribute : FactAttribute
{
    public Arm64FactAttribute() => Skip = Compilers.Arm64Obstacle;
}
