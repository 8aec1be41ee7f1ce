using System;
using RingCore.Layouts;
using RingCore.Platform;

namespace RingCore;

/*
 *   producer                          collector                          resetter
 *   --------                          ---------                          --------
 *   LoadAcquire(reset)          (P2)
 *   payload, plain
 *   StoreRelease(avail)         (P1)  LoadAcquire(avail)           (H1)
 *                                     payload, plain, any width
 *                                     mark, plain, by option
 *                                     StoreRelease(fetch)          (H2)  LoadAcquire(fetch)            (R1)
 *                                                                        ReadOnce(avail)               (R3)
 *                                                                        payload, plain
 *                                                                        StoreRelease(reset)           (R2)
 *
 *   (P1) pairs with (H1): who sees the index sees the entries before it, and everything the producer wrote before its push: the pages.
 *   (H2) pairs with (R1): the collector's loads of the entries are done before the resetter frees them; and the entries that the collector
 *        has seen are visible to the resetter, (P1), (H1), (H2), (R1) being one chain. The same chain makes (R3) at least as new as the
 *        fetch index, so that it needs no order of its own.
 *        A mark is a store into a word of the entry that nobody reads for its value. It stands before (H2) so that the line is written
 *        while it is the collector's, and by (H2), (R1), (R2), (P2) is done before the producer writes there again.
 *   (R2) pairs with (P2): the resetter's loads are done before the producer writes the entries again.
 */

/// <summary>
/// The ring design of version 3 of the KVM patch: two exposed free-running indices and entries without flags, which the collector only reads,
/// unless it is asked to mark them.
/// </summary>
/// <remarks>
/// The collector writes one word, its index; with <see cref="CollectorAccess.Marks"/> also one that means nothing in each line of entries. A
/// reset reads the index once and demands <c>reset &lt;= fetch &lt;= avail</c>, by unsigned differences that survive the wrap; otherwise it fails
/// and changes nothing. Positions are 64-bit and private; 32 bits of them are shared.
/// Most users want <see cref="IndexedDirtyRing"/>, which names the type argument.
/// </remarks>
/// <typeparam name="TFence">The door to shared memory.</typeparam>
public partial class IndexedRing<TFence>
    : DirtyRing<IndexedRing<TFence>.ProducerHandle, IndexedRing<TFence>.CollectorHandle, IndexedRing<TFence>.ResetterHandle>
    where TFence : IFencePoints
{
    private const int EntriesPerLine = CacheLine.Bytes / KvmDirtyGfn.Bytes;

    /// <summary>Makes a ring in memory of its own.</summary>
    /// <param name="geometry">Its numbers; entries have 16 bytes.</param>
    /// <param name="slots">The pages that exist: a reset keeps others from its sink. Null: all do.</param>
    /// <param name="indices">Where the indices stand.</param>
    /// <param name="firstPosition">Where the free-running counters start: at most 2^63 - 1; near 2^32 to try their wrap.</param>
    /// <param name="access">What the collector does to the entries.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="firstPosition"/> is beyond its range.</exception>
    /// <exception cref="ArgumentException">The geometry is not of 16-byte entries.</exception>
    /// <exception cref="PlatformNotSupportedException">The host is not 64-bit and little-endian, or cannot run the harvester that the environment names.</exception>
    public IndexedRing(
        RingGeometry geometry, SlotTable? slots = null, IndexLayout indices = IndexLayout.Padded, ulong firstPosition = 0,
        CollectorAccess access = CollectorAccess.ReadOnly)
        : this(new RingMemory(Checked(geometry), firstPosition, indices), slots, access)
    {
    }

    /// <summary>Makes a ring over the caller's memory, which holds the entries and must stay until the last handle is disposed.</summary>
    /// <param name="geometry">Its numbers; entries have 16 bytes.</param>
    /// <param name="entries">Address of the first entry, a multiple of 16.</param>
    /// <param name="bytes">Size of the memory.</param>
    /// <param name="slots">The pages that exist: a reset keeps others from its sink. Null: all do.</param>
    /// <param name="indices">Where the indices stand.</param>
    /// <param name="access">What the collector does to the entries.</param>
    /// <exception cref="ArgumentException">The memory is null, misaligned or too small, or the geometry is not of 16-byte entries.</exception>
    /// <exception cref="PlatformNotSupportedException">The host is not 64-bit and little-endian, or cannot run the harvester that the environment names.</exception>
    public IndexedRing(
        RingGeometry geometry, nint entries, nuint bytes, SlotTable? slots = null, IndexLayout indices = IndexLayout.Padded,
        CollectorAccess access = CollectorAccess.ReadOnly)
        : this(new RingMemory(Checked(geometry), entries, bytes, indices), slots, access)
    {
    }

    private IndexedRing(RingMemory memory, SlotTable? slots, CollectorAccess access)
        : base(new ProducerHandle(memory), new CollectorHandle(memory, access), new ResetterHandle(memory, slots))
    {
    }

    private static RingGeometry Checked(RingGeometry geometry)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        if (geometry.EntryBytes != KvmDirtyGfn.Bytes)
            throw new ArgumentException($"This ring has entries of {KvmDirtyGfn.Bytes} bytes, not {geometry.EntryBytes}.", nameof(geometry));
        if (!geometry.IsPowerOfTwo)
            throw new ArgumentException($"This ring has a power of two entries, not {geometry.Entries}.", nameof(geometry));
        HostRequirements.Check<TFence>();
        return geometry;
    }

    private protected override EntryCondition LookAt(ulong position) => EntryLook.ByIndices(Producer.Memory, position);
}
