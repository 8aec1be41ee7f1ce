using System;

namespace RingCore;

/// <summary>A producer that can keep its cursor in registers.</summary>
/// <typeparam name="TBurst">The burst of its design.</typeparam>
public interface IBurstProducer<TBurst> : IDirtyProducer
    where TBurst : IPushBurst, allows ref struct
{
    /// <summary>Begins to push with the cursor in registers.</summary>
    /// <exception cref="InvalidOperationException">A burst of this handle is open already.</exception>
    TBurst OpenBurst();
}
