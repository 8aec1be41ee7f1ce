using System;
using System.Numerics;
using RingCore.Layouts;

namespace RingCore.Tracking;

/// <summary>How a tracker is built. The limits are checked when the tracker is made.</summary>
public sealed record TrackerOptions
{
    /// <summary>The longest <see cref="ThrottleTimeout"/>: waits are bounded.</summary>
    public static readonly TimeSpan MaxThrottleTimeout = TimeSpan.FromHours(1);

    /// <summary>Where dirtiness comes from.</summary>
    public SourceKind Source { get; init; } = SourceKind.Auto;

    /// <summary>Which ring a writer gets.</summary>
    public RingDesign Design { get; init; } = RingDesign.Flagged;

    /// <summary>Bytes per ring entry: 16, or 8 with <see cref="RingDesign.Flagged"/>.</summary>
    public int EntryBytes { get; init; } = KvmDirtyGfn.Bytes;

    /// <summary>
    /// Entries per ring, the VM ring included: a power of two, more than <see cref="ReservedEntries"/>, at most 2^30. With <see cref="RingDesign.Packed"/> any
    /// number up to <see cref="PackedDescriptor.MaxEntries"/>; the VM ring then has the next power of two.
    /// </summary>
    public int Entries { get; init; } = 4096;

    /// <summary>Entries between soft full and full, 0 or more.</summary>
    public int ReservedEntries { get; init; } = RingGeometry.KvmReservedEntries;

    /// <summary>How long a writer is held up at most when its ring is soft full: 0 (never) to <see cref="MaxThrottleTimeout"/>.</summary>
    public TimeSpan ThrottleTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The clock of the dirty rate and of the throttle times.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Checks every limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range; the message names the value and the limit.</exception>
    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Clock);
        if (Source is < SourceKind.Auto or > SourceKind.Compare)
            throw new ArgumentOutOfRangeException(nameof(Source), Source, "A source is Auto, Barrier, Protect or Compare.");
        if (Design is < RingDesign.Flagged or > RingDesign.Packed)
            throw new ArgumentOutOfRangeException(nameof(Design), Design, "A ring design is Flagged, Indexed or Packed.");
        if (Design != RingDesign.Flagged && EntryBytes != KvmDirtyGfn.Bytes)
        {
            throw new ArgumentOutOfRangeException(
                nameof(EntryBytes), EntryBytes, $"An entry of the {(Design == RingDesign.Indexed ? "indexed" : "packed")} ring has 16 bytes.");
        }

        if (ThrottleTimeout < TimeSpan.Zero || ThrottleTimeout > MaxThrottleTimeout)
        {
            throw new ArgumentOutOfRangeException(
                nameof(ThrottleTimeout), ThrottleTimeout, $"A throttle timeout is 0 to {MaxThrottleTimeout.TotalHours} h.");
        }

        _ = Design == RingDesign.Packed ? RingGeometry.Packed(Entries, ReservedEntries) : new RingGeometry(Entries, EntryBytes, ReservedEntries);
    }

    /// <summary>Entries of the VM ring, which needs a power of two.</summary>
    internal int VmEntries => (int)BitOperations.RoundUpToPowerOf2((uint)Entries);
}
