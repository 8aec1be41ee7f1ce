using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// The flagged ring with the lap in each state, 16-byte entries: a reset writes nothing into them, so that a line makes one trip to the collector and
/// one back, and no third. The fastest that stands on .NET's promises alone; not KVM's format.
/// </summary>
/// <remarks>States: <see cref="LapStates"/>. Handles: <see cref="FlaggedRing{TFence,TEntry,TItem}.ProducerHandle"/>, one thread each.</remarks>
public sealed class LapDirtyRing : FlaggedRing<CoherentFencePoints, GfnEntry<LapStates>, DirtyPage>
{
    /// <summary>Makes a ring in memory of its own.</summary>
    /// <param name="entries">A power of two, more than <paramref name="reservedEntries"/>, at most 2^30.</param>
    /// <param name="reservedEntries">Entries between soft full and full, 0 or more.</param>
    /// <param name="slots">The pages that exist: a reset keeps others from its sink. Null: all do.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">A number is outside its range.</exception>
    public LapDirtyRing(int entries, int reservedEntries = RingGeometry.KvmReservedEntries, SlotTable? slots = null)
        : base(new RingGeometry(entries, KvmDirtyGfn.Bytes, reservedEntries), slots)
    {
    }
}
