namespace RingCore.Tracking;

/// <summary>How a tracker learns which pages were written.</summary>
public enum SourceKind
{
    /// <summary>
    /// <see cref="Protect"/> where the host has it, else <see cref="Barrier"/>; <see cref="DirtyTracker.Source"/> says which and why.
    /// </summary>
    Auto,

    /// <summary>
    /// The host calls <see cref="Writer.MarkDirty"/> after its own writes: nanoseconds, everywhere, but only what the host marks is seen.
    /// </summary>
    Barrier,

    /// <summary>The kernel's page protection: writes by any code, native libraries and system calls included. Linux 6.7 or later.</summary>
    Protect,

    /// <summary>A copy of every page, compared at each round: everywhere, and as slow as reading all memory and the copy.</summary>
    Compare,
}
