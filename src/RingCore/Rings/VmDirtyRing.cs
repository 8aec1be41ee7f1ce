using RingCore.Layouts;

namespace RingCore;

/// <summary>The dirty ring for writes that belong to no writer: its producer may be used by any number of threads at once.</summary>
public sealed class VmDirtyRing : VmRing<CoherentFencePoints>
{
    /// <summary>Makes a ring in memory of its own.</summary>
    /// <param name="entries">A power of two, more than <paramref name="reservedEntries"/>, at most 2^30.</param>
    /// <param name="reservedEntries">Entries between soft full and full, 0 or more.</param>
    /// <param name="slots">The pages that exist: a reset keeps others from its sink. Null: all do.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">A number is outside its range.</exception>
    public VmDirtyRing(int entries, int reservedEntries = RingGeometry.KvmReservedEntries, SlotTable? slots = null)
        : base(new RingGeometry(entries, KvmDirtyGfn.Bytes, reservedEntries), slots)
    {
    }
}
