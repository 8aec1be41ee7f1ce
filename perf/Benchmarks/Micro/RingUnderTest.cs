using RingCore.Layouts;

namespace RingCore.Benchmarks.Micro;

/// <summary>The sizes that all benchmarks of one thread share, and the memory slot that their pages stand in.</summary>
internal static class RingUnderTest
{
    /// <summary>Entries per ring, and entries per lap: 64 KiB of 16-byte entries.</summary>
    internal const int Entries = 4096;

    /// <summary>Pages per batch where pages are pushed in batches.</summary>
    internal const int BatchPages = 256;

    /// <summary>One slot that has every page that a benchmark names.</summary>
    internal static SlotTable Slots { get; } = new(new MemorySlot(0, 0, 1UL << 40));

    /// <summary>No reserved entries: soft full is told with the last entry alone.</summary>
    internal static RingGeometry Geometry(int entryBytes) => new(Entries, entryBytes, reservedEntries: 0);

    /// <summary>Neighbouring pages, in order.</summary>
    internal static DirtyPage[] SequentialPages()
    {
        DirtyPage[] pages = new DirtyPage[Entries];
        for (int i = 0; i < pages.Length; i++)
            pages[i] = new DirtyPage(0, (ulong)i);
        return pages;
    }

    /// <summary>Pages that hardly ever coalesce, the same in every run.</summary>
    internal static DirtyPage[] RandomPages()
    {
        System.Random random = new(20261);
        DirtyPage[] pages = new DirtyPage[Entries];
        for (int i = 0; i < pages.Length; i++)
            pages[i] = new DirtyPage(0, (ulong)random.NextInt64(1L << 28));
        return pages;
    }
}
