using System;
using System.Threading;

namespace RingCore;

/// <summary>The side of a ring that re-arms harvested pages and frees their entries. One thread at a time; in the kernel it is the producer's side.</summary>
public interface IDirtyResetter : IDisposable
{
    /// <summary>
    /// Resets harvested entries in order, up to the first that is not harvested, coalesced into (slot, offset, 64-bit mask) as
    /// Linux's <c>kvm_dirty_ring_reset</c> does.
    /// </summary>
    /// <param name="sink">Re-arms the pages. Not called for entries outside the slot table.</param>
    /// <param name="maxEntries">Most entries to reset, 0 or more.</param>
    /// <param name="cancellation">Looked at before each call of the sink.</param>
    ResetResult Reset<TSink>(ref TSink sink, int maxEntries = int.MaxValue, CancellationToken cancellation = default)
        where TSink : IResetSink, allows ref struct;
}
