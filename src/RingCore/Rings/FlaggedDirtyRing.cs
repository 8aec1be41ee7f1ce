using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// A dirty ring whose entries carry their state, 16 bytes each, byte for byte KVM's. The first choice: state in the entry needs one cache
/// line's trip per hand-over where exposed indices need two.
/// </summary>
/// <remarks>Handles: <see cref="FlaggedRing{TFence,TEntry,TItem}.ProducerHandle"/>, one thread each.</remarks>
public sealed class FlaggedDirtyRing : FlaggedRing<CoherentFencePoints, GfnEntry<KvmStates>, DirtyPage>
{
    /// <summary>Makes a ring in memory of its own.</summary>
    /// <param name="entries">A power of two, more than <paramref name="reservedEntries"/>, at most 2^30.</param>
    /// <param name="reservedEntries">Entries between soft full and full, 0 or more.</param>
    /// <param name="slots">The pages that exist: a reset keeps others from its sink. Null: all do.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">A number is outside its range.</exception>
    public FlaggedDirtyRing(int entries, int reservedEntries = RingGeometry.KvmReservedEntries, SlotTable? slots = null)
        : base(new RingGeometry(entries, KvmDirtyGfn.Bytes, reservedEntries), slots)
    {
    }

    /// <summary>Makes a ring over the caller's zeroed memory, which must stay until the last handle is disposed.</summary>
    /// <param name="geometry">The ring's numbers.</param>
    /// <param name="memory">Address of the first entry, a multiple of 16.</param>
    /// <param name="bytes">Size of the memory.</param>
    /// <param name="slots">The pages that exist: a reset keeps others from its sink. Null: all do.</param>
    /// <exception cref="System.ArgumentException">The memory is null, misaligned or too small.</exception>
    public FlaggedDirtyRing(RingGeometry geometry, nint memory, nuint bytes, SlotTable? slots = null)
        : base(geometry, memory, bytes, slots)
    {
    }
}
