using System;
using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// The contract of every ring design: three handles over one ring. The concrete rings have handles of concrete types, which a hot path should
/// use: calls through these interfaces are dispatched.
/// </summary>
/// <remarks>
/// Disposing the ring disposes its handles; the ring's memory is freed when the last of its handles is disposed. A ring that is never
/// disposed leaks its memory: there is no finalizer, since one could run under a push.
/// </remarks>
public interface IDirtyRing : IDisposable
{
    /// <summary>The ring's numbers.</summary>
    RingGeometry Geometry { get; }

    /// <summary>Publishes.</summary>
    IDirtyProducer Producer { get; }

    /// <summary>Harvests.</summary>
    IDirtyCollector Collector { get; }

    /// <summary>Resets.</summary>
    IDirtyResetter Resetter { get; }
}
