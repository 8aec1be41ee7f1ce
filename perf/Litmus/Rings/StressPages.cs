using RingCore.Layouts;

namespace RingCore.Litmus.Rings;

/// <summary>
/// The pages that are pushed: a producer's i-th page is a function of both, and so is its slot, so that a torn, stale or foreign entry is no
/// page that is due.
/// </summary>
internal static class StressPages
{
    /// <summary>Producers that the slots have room for.</summary>
    internal const int MaxProducers = 2;

    private const int SlotsPerProducer = 2;
    private const int NumberBits = 32;
    private const int HashBits = 16;

    // Neighbours share a hash, so that runs of them coalesce in a reset.
    private const int RunBits = 3;

    /// <summary>All slots, for the ring whose entries name none.</summary>
    internal static SlotTable Slots { get; } = new(
        Slot(0), Slot(1), Slot(2), Slot(3));

    /// <summary>A producer's i-th page.</summary>
    internal static DirtyPage Page(int producer, uint i)
    {
        uint hash = (i >> RunBits) * 0x9E3779B1; // 2^32 divided by the golden ratio
        uint slot = (uint)(producer * SlotsPerProducer) + ((hash >> 15) & 1);
        return new DirtyPage(slot, ((ulong)(hash >> (32 - HashBits)) << NumberBits) | i);
    }

    /// <summary>Whose page it claims to be.</summary>
    internal static int Producer(DirtyPage page) => (int)(page.Slot / SlotsPerProducer);

    private static MemorySlot Slot(uint slot)
    {
        const ulong Pages = 1UL << (NumberBits + HashBits);
        return new MemorySlot(slot, slot * Pages, Pages);
    }
}
