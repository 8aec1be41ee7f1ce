using System;
using RingCore.Diagnostics;
using RingCore.Layouts;
using RingCore.Platform;

namespace RingCore;

/// <summary>
/// The ring design that KVM merged: two state bits in each entry are the whole handshake between producer, collector and resetter.
/// </summary>
/// <remarks>
/// The transitions and their ordering are in <see cref="IFlaggedEntry{TItem}"/>. The one shared index is the resetter's, which tells the
/// producer what is free. Positions are 64-bit and private; 32 bits of them are shared, and only ever compared through their unsigned
/// difference. Most users want <see cref="FlaggedDirtyRing"/> or <see cref="FlaggedPageRing"/>, which name the type arguments.
/// </remarks>
/// <typeparam name="TFence">The door to shared memory.</typeparam>
/// <typeparam name="TEntry">The entry's layout and transitions.</typeparam>
/// <typeparam name="TItem">What a span over entries shows of one.</typeparam>
public partial class FlaggedRing<TFence, TEntry, TItem>
    : DirtyRing<FlaggedRing<TFence, TEntry, TItem>.ProducerHandle, FlaggedRing<TFence, TEntry, TItem>.CollectorHandle, FlaggedRing<TFence, TEntry, TItem>.ResetterHandle>
    where TFence : IFencePoints
    where TEntry : struct, IFlaggedEntry<TItem>
    where TItem : unmanaged
{
    /// <summary>Makes a ring in memory of its own.</summary>
    /// <param name="geometry">Its numbers; the entry size must be the layout's.</param>
    /// <param name="slots">The pages that exist: a reset keeps others from its sink. Null: all do, where entries name their slot.</param>
    /// <param name="firstPosition">Where the free-running counters start: at most 2^63 - 1; near 2^32 to try their wrap.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="firstPosition"/> is beyond its range.</exception>
    /// <exception cref="ArgumentException">The geometry does not fit the layout, or the layout needs slots.</exception>
    /// <exception cref="PlatformNotSupportedException">The host is not 64-bit and little-endian, or cannot run the harvester that the environment names.</exception>
    public FlaggedRing(RingGeometry geometry, SlotTable? slots = null, ulong firstPosition = 0)
        : this(new RingMemory(Checked(geometry, slots), firstPosition), slots)
    {
    }

    /// <summary>Makes a ring over the caller's memory, which holds the entries and must stay until the last handle is disposed.</summary>
    /// <param name="geometry">Its numbers; the entry size must be the layout's.</param>
    /// <param name="entries">Address of the first entry, a multiple of the entry size; the memory is zeroed.</param>
    /// <param name="bytes">Size of the memory.</param>
    /// <param name="slots">The pages that exist: a reset keeps others from its sink. Null: all do, where entries name their slot.</param>
    /// <exception cref="ArgumentException">The memory is null, misaligned or too small, or the geometry does not fit the layout.</exception>
    /// <exception cref="PlatformNotSupportedException">The host is not 64-bit and little-endian, or cannot run the harvester that the environment names.</exception>
    public FlaggedRing(RingGeometry geometry, nint entries, nuint bytes, SlotTable? slots = null)
        : this(new RingMemory(Checked(geometry, slots), entries, bytes), slots)
    {
    }

    private FlaggedRing(RingMemory memory, SlotTable? slots)
        : base(new ProducerHandle(memory, slots), new CollectorHandle(memory, slots, ordered: true), new ResetterHandle(memory, slots))
    {
    }

    private static string Design => TEntry.Bytes == KvmDirtyGfn.Bytes ? RingDesigns.Flagged : RingDesigns.FlaggedPages;

    internal static RingGeometry Checked(RingGeometry geometry, SlotTable? slots)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        if (geometry.EntryBytes != TEntry.Bytes)
            throw new ArgumentException($"This ring has entries of {TEntry.Bytes} bytes, not {geometry.EntryBytes}.", nameof(geometry));
        if (!geometry.IsPowerOfTwo)
            throw new ArgumentException($"This ring has a power of two entries, not {geometry.Entries}.", nameof(geometry));
        if (TEntry.NeedsSlots && slots is null)
            throw new ArgumentNullException(nameof(slots), "Entries that name no slot need a slot table.");
        HostRequirements.Check<TFence>();
        return geometry;
    }

    private protected override EntryCondition LookAt(ulong position) => EntryLook.At(Producer.Memory, position, hasLaps: !TEntry.ResetWrites);
}
