using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// <see cref="LapPageRing"/> on x86-64 with AVX alone: marks are wide stores. It stands on the axioms of <see cref="X64FencePoints"/>.
/// </summary>
/// <remarks>States: <see cref="LapStates"/>.</remarks>
public sealed class X64LapPageRing : FlaggedRing<X64FencePoints, PageAddressEntry<LapStates>, DirtyPageAddress>
{
    /// <summary>Makes a ring in memory of its own.</summary>
    /// <param name="entries">A power of two, more than <paramref name="reservedEntries"/>, at most 2^30.</param>
    /// <param name="slots">The pages that exist.</param>
    /// <param name="reservedEntries">Entries between soft full and full, 0 or more.</param>
    /// <exception cref="System.ArgumentException">A number is outside its range, or there are no slots.</exception>
    /// <exception cref="System.PlatformNotSupportedException">The processor is not x86-64 with AVX.</exception>
    public X64LapPageRing(int entries, SlotTable slots, int reservedEntries = RingGeometry.KvmReservedEntries)
        : base(new RingGeometry(entries, DirtyPageAddress.Bytes, reservedEntries), slots)
    {
    }
}
