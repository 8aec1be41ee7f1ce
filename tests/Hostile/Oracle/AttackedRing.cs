using System;
using RingCore.Layouts;

namespace RingCore.Hostile.Oracle;

/// <summary>The producer's side of a ring, of any design, and what it has said about its peer.</summary>
internal abstract class AttackedRing : IDisposable
{
    /// <summary>Entries of the ring.</summary>
    internal abstract int Entries { get; }

    /// <summary>What the resetter has counted.</summary>
    internal abstract PeerViolations PeerViolations { get; }

    internal abstract PushResult Push(ReadOnlySpan<DirtyPage> pages);

    internal abstract PushStatus Push(DirtyPage page);

    internal abstract ResetResult Reset(ref PageOracle sink, int maxEntries);

    public abstract void Dispose();
}
