using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// A dirty ring with two exposed indices and entries that its collector only reads, unless <see cref="CollectorAccess.Marks"/> is asked for: the
/// collector can be wrong about one word, which every reset checks.
/// </summary>
public sealed class IndexedDirtyRing : IndexedRing<CoherentFencePoints>
{
    /// <summary>Makes a ring in memory of its own.</summary>
    /// <param name="entries">A power of two, more than <paramref name="reservedEntries"/>, at most 2^30.</param>
    /// <param name="reservedEntries">Entries between soft full and full, 0 or more.</param>
    /// <param name="slots">The pages that exist: a reset keeps others from its sink. Null: all do.</param>
    /// <param name="access">What the collector does to the entries.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">A number is outside its range.</exception>
    public IndexedDirtyRing(int entries, int reservedEntries = RingGeometry.KvmReservedEntries, SlotTable? slots = null,
        CollectorAccess access = CollectorAccess.ReadOnly)
        : base(new RingGeometry(entries, KvmDirtyGfn.Bytes, reservedEntries), slots, access: access)
    {
    }

    /// <summary>Makes a ring over the caller's memory, which must stay until the last handle is disposed.</summary>
    /// <param name="geometry">The ring's numbers.</param>
    /// <param name="memory">Address of the first entry, a multiple of 16.</param>
    /// <param name="bytes">Size of the memory.</param>
    /// <param name="slots">The pages that exist: a reset keeps others from its sink. Null: all do.</param>
    /// <param name="access">What the collector does to the entries.</param>
    /// <exception cref="System.ArgumentException">The memory is null, misaligned or too small.</exception>
    public IndexedDirtyRing(RingGeometry geometry, nint memory, nuint bytes, SlotTable? slots = null, CollectorAccess access = CollectorAccess.ReadOnly)
        : base(geometry, memory, bytes, slots, access: access)
    {
    }
}
