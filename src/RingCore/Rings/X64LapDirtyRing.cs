using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// <see cref="LapDirtyRing"/> on x86-64 with AVX alone: one 16-byte store publishes an entry, one 64-byte store four, and marks are wide stores too. It
/// stands on the axioms of <see cref="X64FencePoints"/>.
/// </summary>
/// <remarks>The fastest ring here. States: <see cref="LapStates"/>.</remarks>
public sealed class X64LapDirtyRing : FlaggedRing<X64FencePoints, GfnEntry<LapStates>, DirtyPage>
{
    /// <summary>Makes a ring in memory of its own.</summary>
    /// <param name="entries">A power of two, more than <paramref name="reservedEntries"/>, at most 2^30.</param>
    /// <param name="reservedEntries">Entries between soft full and full, 0 or more.</param>
    /// <param name="slots">The pages that exist: a reset keeps others from its sink. Null: all do.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="System.PlatformNotSupportedException">The processor is not x86-64 with AVX.</exception>
    public X64LapDirtyRing(int entries, int reservedEntries = RingGeometry.KvmReservedEntries, SlotTable? slots = null)
        : base(new RingGeometry(entries, KvmDirtyGfn.Bytes, reservedEntries), slots)
    {
    }
}
