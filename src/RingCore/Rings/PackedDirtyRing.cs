using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// A dirty ring in the descriptors of virtio's packed queue: of any size up to 32768, and a reset writes nothing into the entries. Where the number of entries is
/// given by something else than a power of two, or the collector is a device that knows packed queues.
/// </summary>
/// <remarks>Handles: <see cref="PackedRing{TFence}.ProducerHandle"/>, one thread each.</remarks>
public sealed class PackedDirtyRing : PackedRing<CoherentFencePoints>
{
    /// <summary>Makes a ring in memory of its own.</summary>
    /// <param name="entries">Any number of entries, more than <paramref name="reservedEntries"/>, at most <see cref="PackedDescriptor.MaxEntries"/>.</param>
    /// <param name="reservedEntries">Entries between soft full and full, 0 or more.</param>
    /// <param name="slots">The pages that exist: a reset keeps others from its sink. Null: all do.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">A number is outside its range.</exception>
    public PackedDirtyRing(int entries, int reservedEntries = RingGeometry.KvmReservedEntries, SlotTable? slots = null)
        : base(RingGeometry.Packed(entries, reservedEntries), slots)
    {
    }

    /// <summary>Makes a ring over the caller's zeroed memory, which must stay until the last handle is disposed.</summary>
    /// <param name="geometry">The ring's numbers.</param>
    /// <param name="memory">Address of the first entry, a multiple of 16.</param>
    /// <param name="bytes">Size of the memory.</param>
    /// <param name="slots">The pages that exist: a reset keeps others from its sink. Null: all do.</param>
    /// <exception cref="System.ArgumentException">The memory is null, misaligned or too small.</exception>
    public PackedDirtyRing(RingGeometry geometry, nint memory, nuint bytes, SlotTable? slots = null)
        : base(geometry, memory, bytes, slots)
    {
    }
}
