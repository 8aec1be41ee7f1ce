using System;

namespace RingCore;

/// <summary>A collector that can keep its cursor in registers.</summary>
/// <typeparam name="TBurst">The burst of its design.</typeparam>
public interface IBurstCollector<TBurst> : IDirtyCollector
    where TBurst : ITakeBurst, allows ref struct
{
    /// <summary>Begins to take with the cursor in registers.</summary>
    /// <exception cref="InvalidOperationException">A burst of this handle is open already.</exception>
    TBurst OpenBurst();
}
