namespace RingCore.Tests;

/// <summary>Everything that promises the ring contract: each design, in each form that its memory and fences can take.</summary>
public enum RingDesign
{
    /// <summary><see cref="FlaggedDirtyRing"/>.</summary>
    Flagged,

    /// <summary><see cref="FlaggedPageRing"/>, 8-byte entries.</summary>
    FlaggedPages,

    /// <summary><see cref="IndexedDirtyRing"/>, a padded line per index.</summary>
    Indexed,

    /// <summary>The indexed ring with both indices in one line, as the kernel patch had them.</summary>
    IndexedKvm,

    /// <summary><see cref="IndexedDirtyRing"/> whose collector marks.</summary>
    IndexedMarks,

    /// <summary><see cref="VmDirtyRing"/>.</summary>
    Vm,

    /// <summary><see cref="PackedDirtyRing"/>.</summary>
    Packed,

    /// <summary><see cref="PackedDirtyRing"/> over memory of the test's.</summary>
    PackedForeign,

    /// <summary>The packed ring with flushes.</summary>
    PackedTagged,

    /// <summary><see cref="FlaggedDirtyRing"/> over memory of the test's.</summary>
    FlaggedForeign,

    /// <summary>The 8-byte ring over memory of the test's.</summary>
    FlaggedPagesForeign,

    /// <summary><see cref="IndexedDirtyRing"/> over memory of the test's.</summary>
    IndexedForeign,

    /// <summary><see cref="IndexedDirtyRing"/> whose collector marks memory of the test's.</summary>
    IndexedMarksForeign,

    /// <summary>The flagged ring with flushes.</summary>
    FlaggedTagged,

    /// <summary>The 8-byte ring with flushes.</summary>
    FlaggedPagesTagged,

    /// <summary>The indexed ring with flushes.</summary>
    IndexedTagged,

    /// <summary>The VM ring with flushes.</summary>
    VmTagged,

    /// <summary><see cref="LapDirtyRing"/>.</summary>
    Lap,

    /// <summary><see cref="LapPageRing"/>, 8-byte entries.</summary>
    LapPages,

    /// <summary><see cref="X64LapDirtyRing"/>; where the processor is another, <see cref="LapDirtyRing"/> again.</summary>
    X64Lap,

    /// <summary><see cref="X64LapPageRing"/>; where the processor is another, <see cref="LapPageRing"/> again.</summary>
    X64LapPages,

    /// <summary>KVM's states under the x64 axioms; where the processor is another, without them.</summary>
    X64Flagged,

    /// <summary>The lap ring with flushes.</summary>
    LapTagged,

    /// <summary><see cref="GuardedDirtyRing"/>, shadowed.</summary>
    Shadowed,

    /// <summary><see cref="GuardedDirtyRing"/>, kernel-compatible.</summary>
    KernelCompatible,

    /// <summary>The shadowed ring with flushes.</summary>
    ShadowedTagged,
}
