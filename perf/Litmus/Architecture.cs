namespace RingCore.Litmus;

/// <summary>Architectures by what is known here of their memory order.</summary>
internal enum Architecture
{
    /// <summary>Total store order.</summary>
    X64,

    /// <summary>Weak, multi-copy atomic.</summary>
    Arm64,

    /// <summary>No table here: only what .NET forbids is forbidden.</summary>
    Other,
}
