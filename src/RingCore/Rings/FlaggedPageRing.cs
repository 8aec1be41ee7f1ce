using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// A dirty ring of 8-byte entries, page address and state in one word: half the memory and one store per hand-over. Entries name no
/// slot, so that the ring needs the slot table.
/// </summary>
public sealed class FlaggedPageRing : FlaggedRing<CoherentFencePoints, PageAddressEntry<KvmStates>, DirtyPageAddress>
{
    /// <summary>Makes a ring in memory of its own.</summary>
    /// <param name="entries">A power of two, more than <paramref name="reservedEntries"/>, at most 2^30.</param>
    /// <param name="slots">The pages that exist.</param>
    /// <param name="reservedEntries">Entries between soft full and full, 0 or more.</param>
    /// <exception cref="System.ArgumentException">A number is outside its range, or there are no slots.</exception>
    public FlaggedPageRing(int entries, SlotTable slots, int reservedEntries = RingGeometry.KvmReservedEntries)
        : base(new RingGeometry(entries, DirtyPageAddress.Bytes, reservedEntries), slots)
    {
    }
}
