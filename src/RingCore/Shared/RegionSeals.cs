using System;

namespace RingCore;

/// <summary>What nobody can do to a region any more; the values are those of Linux's <c>F_SEAL_…</c>.</summary>
[Flags]
public enum RegionSeals
{
    /// <summary>Everything can be done.</summary>
    None = 0,

    /// <summary>No seals can be added.</summary>
    Seal = 1,

    /// <summary>It cannot get smaller: no mapping of it can lose its memory.</summary>
    Shrink = 2,

    /// <summary>It cannot get larger.</summary>
    Grow = 4,

    /// <summary>Nobody gets a new mapping for writing, or writes by other means; writable mappings of before stay.</summary>
    FutureWrite = 16,

    /// <summary>The seals of a region that its peer may write.</summary>
    OfAnswered = Seal | Shrink | Grow,

    /// <summary>The seals of a region that its peer may only read.</summary>
    OfTold = OfAnswered | FutureWrite,
}
