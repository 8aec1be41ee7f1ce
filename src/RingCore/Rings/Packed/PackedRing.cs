using System;
using RingCore.Layouts;
using RingCore.Platform;

namespace RingCore;

/*
 * A lap ring whose lap is one bit. Positions are 64-bit and private as everywhere; where a position's entry is, nobody computes by a mask or a division: each
 * handle knows where its lap ends, and an entry stands as far before the ring's end as its position before the lap's. With the lap the wrap counter turns.
 *
 *   producer (virtio's driver)        collector (device)                 resetter (driver)
 *   --------------------------        ------------------                 -----------------
 *   LoadAcquire(reset index)    (P2)
 *   payload, plain
 *   StoreRelease(available)     (P1)  LoadAcquire(flags)           (H1)
 *                                     payload, plain
 *                                     StoreRelease(used)           (H2)  LoadAcquire(flags)            (R1)
 *                                                                        payload, plain
 *                                                                        StoreRelease(reset index)     (R2)
 *
 *   The letters pair as in IFlaggedEntry. The reset index is no part of virtio: its driver counts in its own memory what came back, and so does this one, in
 *   a word that producer and resetter share and the collector never reads.
 */

/// <summary>
/// The ring design of virtio's packed queue (virtio 1.1, section 2.7): two bits in each descriptor, compared with a wrap counter, are the whole handshake.
/// Any number of entries, not only powers of two.
/// </summary>
/// <remarks>
/// Producer and resetter are virtio's driver, the collector is its device; of a queue this ring has the words and the handshake, not the buffers. Most
/// users want <see cref="PackedDirtyRing"/>, which names the type argument.
/// </remarks>
/// <typeparam name="TFence">The door to shared memory.</typeparam>
public partial class PackedRing<TFence>
    : DirtyRing<PackedRing<TFence>.ProducerHandle, PackedRing<TFence>.CollectorHandle, PackedRing<TFence>.ResetterHandle>
    where TFence : IFencePoints
{
    /// <summary>Makes a ring in memory of its own.</summary>
    /// <param name="geometry">Its numbers; entries have 16 bytes. <see cref="RingGeometry.Packed"/> makes those that are no power of two.</param>
    /// <param name="slots">The pages that exist: a reset keeps others from its sink. Null: all do.</param>
    /// <param name="firstPosition">
    /// Where the free-running counters start: at most 2^63 - 1; near 2^32 to try their wrap. Wherever that is, the first push fills the first entry.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="firstPosition"/> is beyond its range.</exception>
    /// <exception cref="ArgumentException">The geometry is not of 16-byte entries, or has too many.</exception>
    /// <exception cref="PlatformNotSupportedException">The host is not 64-bit and little-endian, or cannot run the harvester that the environment names.</exception>
    public PackedRing(RingGeometry geometry, SlotTable? slots = null, ulong firstPosition = 0)
        : this(new RingMemory(Checked(geometry), firstPosition), slots)
    {
    }

    /// <summary>Makes a ring over the caller's memory, which holds the entries and must stay until the last handle is disposed.</summary>
    /// <param name="geometry">Its numbers; entries have 16 bytes.</param>
    /// <param name="entries">Address of the first entry, a multiple of 16; the memory is zeroed.</param>
    /// <param name="bytes">Size of the memory.</param>
    /// <param name="slots">The pages that exist: a reset keeps others from its sink. Null: all do.</param>
    /// <exception cref="ArgumentException">The memory is null, misaligned or too small, or the geometry is not of 16-byte entries, or has too many.</exception>
    /// <exception cref="PlatformNotSupportedException">The host is not 64-bit and little-endian, or cannot run the harvester that the environment names.</exception>
    public PackedRing(RingGeometry geometry, nint entries, nuint bytes, SlotTable? slots = null)
        : this(new RingMemory(Checked(geometry), entries, bytes), slots)
    {
    }

    private PackedRing(RingMemory memory, SlotTable? slots)
        : base(new ProducerHandle(memory), new CollectorHandle(memory), new ResetterHandle(memory, slots))
    {
    }

    private static RingGeometry Checked(RingGeometry geometry)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        if (geometry.EntryBytes != PackedDescriptor.Bytes)
            throw new ArgumentException($"This ring has entries of {PackedDescriptor.Bytes} bytes, not {geometry.EntryBytes}.", nameof(geometry));
        if (geometry.Entries > PackedDescriptor.MaxEntries)
            throw new ArgumentException($"Packed ring entries are 1 to {PackedDescriptor.MaxEntries}, not {geometry.Entries}.", nameof(geometry));
        HostRequirements.Check<TFence>();
        return geometry;
    }

    private protected override int PlaceOf(ulong position) => PackedLook.PlaceOf(Producer.Memory, position);

    private protected override EntryCondition LookAt(ulong position) => PackedLook.At(Producer.Memory, position);
}
