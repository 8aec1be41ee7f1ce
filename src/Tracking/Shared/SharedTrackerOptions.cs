using System;
using RingCore.Layouts;

namespace RingCore.Tracking;

/// <summary>How a <see cref="SharedTracker"/> works.</summary>
public sealed record SharedTrackerOptions
{
    /// <summary>
    /// Which ring a collector gets. Both keep their promise against one that writes whatever it likes: the indexed ring because its entries
    /// are read-only for it, the flagged one because pages are taken from a shadow in private memory.
    /// </summary>
    public RingDesign Design { get; init; } = RingDesign.Indexed;

    /// <summary>Entries of a ring: a power of two, more than <see cref="ReservedEntries"/>, at most 2^30.</summary>
    public int Entries { get; init; } = 4096;

    /// <summary>Entries between soft full and full, 0 or more.</summary>
    public int ReservedEntries { get; init; } = RingGeometry.KvmReservedEntries;

    /// <summary>How long the writer is held up at most when the ring is soft full: 0 (never) to <see cref="TrackerOptions.MaxThrottleTimeout"/>.</summary>
    public TimeSpan ThrottleTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The clock of all waits.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Checks every limit.</summary>
    /// <returns>The ring's numbers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range; the message names the value and the limit.</exception>
    internal RingGeometry Check()
    {
        ArgumentNullException.ThrowIfNull(Clock);
        if (Design is not (RingDesign.Flagged or RingDesign.Indexed))
            throw new ArgumentOutOfRangeException(nameof(Design), Design, "A shared ring's design is Flagged or Indexed.");
        if (ThrottleTimeout < TimeSpan.Zero || ThrottleTimeout > TrackerOptions.MaxThrottleTimeout)
        {
            throw new ArgumentOutOfRangeException(
                nameof(ThrottleTimeout), ThrottleTimeout, $"A throttle timeout is 0 to {TrackerOptions.MaxThrottleTimeout.TotalHours} h.");
        }

        return new RingGeometry(Entries, KvmDirtyGfn.Bytes, ReservedEntries);
    }
}
