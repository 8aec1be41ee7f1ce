using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// A dirty ring with KVM's entries whose collector may do anything to them: what it does wrong is typed, and harms nobody else.
/// </summary>
/// <remarks>Handles: <see cref="GuardedRing{TFence}.ProducerHandle"/>, one thread each.</remarks>
public sealed class GuardedDirtyRing : GuardedRing<CoherentFencePoints>
{
    /// <summary>Makes a ring in memory of its own.</summary>
    /// <param name="entries">A power of two, more than <paramref name="reservedEntries"/>, at most 2^30.</param>
    /// <param name="reservedEntries">Entries between soft full and full, 0 or more.</param>
    /// <param name="slots">The pages that exist: a reset keeps others from its sink. Null: all do.</param>
    /// <param name="trust">What a reset takes from the entries.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">A number is outside its range.</exception>
    public GuardedDirtyRing(
        int entries, int reservedEntries = RingGeometry.KvmReservedEntries, SlotTable? slots = null, PeerTrust trust = PeerTrust.Shadowed)
        : base(new RingGeometry(entries, KvmDirtyGfn.Bytes, reservedEntries), trust, slots)
    {
    }
}
