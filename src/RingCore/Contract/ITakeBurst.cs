using System;
using RingCore.Layouts;

namespace RingCore;

/// <summary>Takes of one collector, one after the other, with its cursor in registers: the other side of <see cref="IPushBurst"/>.</summary>
/// <remarks>
/// On the handle's thread, which meanwhile uses the handle for nothing else. Entries are handed over to the resetter a cache line at a time, and the rest by
/// <see cref="Commit"/> or by <see cref="IDisposable.Dispose"/>, which ends the burst.
/// </remarks>
public interface ITakeBurst : IDisposable
{
    /// <summary>Takes the next page.</summary>
    /// <param name="page">The page; default where there is none.</param>
    /// <returns>False where no entry is published, the entry named no page of the slots and was skipped, or the handle had been disposed.</returns>
    bool TryTake(out DirtyPage page);

    /// <summary>Hands over what has been taken, and goes on.</summary>
    /// <returns>The ticket of everything harvested so far; one that grants nothing where the handle had been disposed.</returns>
    HarvestTicket Commit();
}
