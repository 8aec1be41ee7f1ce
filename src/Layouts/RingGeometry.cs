using System;
using System.Numerics;

namespace RingCore.Layouts;

/// <summary>The numbers of a ring, every limit checked once, on construction.</summary>
public sealed class RingGeometry
{
    /// <summary>Largest number of entries, 2^30: differences of 32-bit free-running indices stay unambiguous.</summary>
    public const int MaxEntries = 1 << 30;

    /// <summary>Entries kept free behind the soft limit, <c>KVM_DIRTY_RING_RSVD_ENTRIES</c> of Linux.</summary>
    public const int KvmReservedEntries = 64;

    /// <summary>Smallest ring that KVM accepts on a CPU without a page-modification log: one page of entries.</summary>
    public const int KvmMinEntries = 256;

    /// <summary>Largest ring that KVM accepts, <c>KVM_DIRTY_RING_MAX_ENTRIES</c> of Linux.</summary>
    public const int KvmMaxEntries = 65536;

    /// <summary>Checks and computes the geometry of a ring.</summary>
    /// <param name="entries">Number of entries: a power of two, more than <paramref name="reservedEntries"/>, at most 2^30.</param>
    /// <param name="entryBytes">Bytes per entry: 8 or 16.</param>
    /// <param name="reservedEntries">Entries between soft full and full, 0 or more: the headroom of a producer that has been told to stop.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range; the message names the value and the limit.</exception>
    public RingGeometry(int entries, int entryBytes = KvmDirtyGfn.Bytes, int reservedEntries = KvmReservedEntries)
    {
        if (entryBytes is not (KvmDirtyGfn.Bytes or DirtyPageAddress.Bytes))
            throw new ArgumentOutOfRangeException(nameof(entryBytes), entryBytes, "A ring entry has 8 or 16 bytes.");
        if (entries < 1 || entries > MaxEntries || !BitOperations.IsPow2(entries))
            throw new ArgumentOutOfRangeException(nameof(entries), entries, $"Ring entries are a power of two from 1 to {MaxEntries}.");
        (Entries, EntryBytes, ReservedEntries) = (entries, entryBytes, Reserved(entries, reservedEntries));
    }

    private RingGeometry(int entries, int reservedEntries) =>
        (Entries, EntryBytes, ReservedEntries) = (entries, PackedDescriptor.Bytes, Reserved(entries, reservedEntries));

    /// <summary>Number of entries, a power of two but for a packed ring's.</summary>
    public int Entries { get; }

    /// <summary>Whether <see cref="Mask"/> turns an index into a place; every ring but the packed one needs it.</summary>
    public bool IsPowerOfTwo => BitOperations.IsPow2(Entries);

    /// <summary>Bytes per entry.</summary>
    public int EntryBytes { get; }

    /// <summary>Entries between soft full and full.</summary>
    public int ReservedEntries { get; }

    /// <summary>Turns a free-running index into a position: <c>index &amp; Mask</c>, where <see cref="IsPowerOfTwo"/>.</summary>
    public uint Mask => (uint)Entries - 1;

    /// <summary>Entries in use (published and not yet reset) at which the ring is soft full.</summary>
    public int SoftLimitEntries => Entries - ReservedEntries;

    /// <summary>Bytes of all entries.</summary>
    public long Bytes => (long)Entries * EntryBytes;

    /// <summary>The geometry of a ring that KVM accepts: 256 to 65536 entries of 16 bytes, 64 of them reserved.</summary>
    /// <param name="entries">Number of entries: a power of two from 256 to 65536.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="entries"/> is outside KVM's range.</exception>
    public static RingGeometry Kvm(int entries)
    {
        if (entries is < KvmMinEntries or > KvmMaxEntries || !BitOperations.IsPow2(entries))
        {
            throw new ArgumentOutOfRangeException(
                nameof(entries), entries, $"KVM ring entries are a power of two from {KvmMinEntries} to {KvmMaxEntries}.");
        }

        return new RingGeometry(entries);
    }

    /// <summary>The geometry of a packed ring, whose wrap counter needs no power of two: any number of 16-byte descriptors.</summary>
    /// <param name="entries">Number of entries: more than <paramref name="reservedEntries"/>, at most <see cref="PackedDescriptor.MaxEntries"/>.</param>
    /// <param name="reservedEntries">Entries between soft full and full, 0 or more: the headroom of a producer that has been told to stop.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range; the message names the value and the limit.</exception>
    public static RingGeometry Packed(int entries, int reservedEntries = KvmReservedEntries)
    {
        if (entries is < 1 or > PackedDescriptor.MaxEntries)
            throw new ArgumentOutOfRangeException(nameof(entries), entries, $"Packed ring entries are 1 to {PackedDescriptor.MaxEntries}.");
        return new RingGeometry(entries, reservedEntries);
    }

    private static int Reserved(int entries, int reservedEntries)
    {
        if (reservedEntries < 0)
            throw new ArgumentOutOfRangeException(nameof(reservedEntries), reservedEntries, "Reserved entries are 0 or more.");
        if (entries <= reservedEntries)
            throw new ArgumentOutOfRangeException(nameof(entries), entries, $"Ring entries are more than the {reservedEntries} reserved ones.");
        return reservedEntries;
    }
}
