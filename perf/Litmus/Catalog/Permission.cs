namespace RingCore.Litmus.Catalog;

/// <summary>Who allows a test's weak outcome: .NET's memory model, and the processors for the instructions that the fence points become there.</summary>
/// <param name="DotNet">.NET's model.</param>
/// <param name="X64">x86-64's total store order.</param>
/// <param name="Arm64">ARM64, with <c>ldr</c>/<c>str</c> for plain, <c>ldapr</c>/<c>stlr</c> for ordered accesses.</param>
internal readonly record struct Permission(bool DotNet, bool X64, bool Arm64)
{
    /// <summary>Nobody does.</summary>
    internal static Permission None => default;

    /// <summary>.NET and ARM64 do; in x86-64's order neither loads nor stores pass their like, and no store passes a load.</summary>
    internal static Permission NotOnX64 => new(DotNet: true, X64: false, Arm64: true);

    /// <summary>All do: a store that waits in its buffer while a later load runs is all that x86-64 lets by.</summary>
    internal static Permission Everywhere => new(DotNet: true, X64: true, Arm64: true);

    /// <summary>Whether the architecture allows it; where it has no table here, .NET's model decides.</summary>
    internal bool On(Architecture architecture) => architecture switch
    {
        Architecture.X64 => X64,
        Architecture.Arm64 => Arm64,
        _ => DotNet,
    };
}
