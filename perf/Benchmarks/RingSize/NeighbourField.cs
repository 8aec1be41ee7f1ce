using System;
using System.Collections.Generic;
using System.Linq;
using RingCore.Benchmarks.Measuring.TwoThreads;
using RingCore.Benchmarks.Transfer;
using RingCore.Layouts;
using RingCore.Platform;

namespace RingCore.Benchmarks.RingSize;

/// <summary>The parties of the neighbour's scenarios and the memory that they share.</summary>
internal sealed unsafe class NeighbourField : IDisposable
{
    private const int DefaultL1Bytes = 32 << 10;
    private const int DefaultL2Bytes = 1 << 20;
    private const int LineBytes = 64;

    private readonly List<ITwoThreadParty> _parties = [];
    private readonly List<IDisposable> _memory = [];

    /// <summary>The parties so far.</summary>
    internal IReadOnlyList<ITwoThreadParty> Parties => _parties;

    /// <summary>Working sets for this machine's caches: a third and two thirds of the first, half of the second.</summary>
    internal static IReadOnlyList<int> WorkingSets()
    {
        IReadOnlyList<CacheGeometry> caches = CacheTopology.Detect(out _);
        long l1 = caches.FirstOrDefault(cache => cache is { Level: 1, Kind: not CacheKind.Instruction })?.Bytes ?? DefaultL1Bytes;
        long l2 = caches.FirstOrDefault(cache => cache.Level == 2)?.Bytes ?? DefaultL2Bytes;
        return [Lines(l1 / 3), Lines(l1 * 2 / 3), Lines(l2 / 2)];

        static int Lines(long bytes) => (int)(bytes / LineBytes * LineBytes);
    }

    /// <summary>A working set, to be shared by parties.</summary>
    internal WorkingSet Neighbour(int bytes) => Keep(new WorkingSet(bytes));

    /// <summary>A flagged ring of 16-byte entries beside a neighbour.</summary>
    internal void AddFlagged(string name, int entries, int pages, WorkingSet neighbour, HarvestAccess access)
    {
        EntryMemory memory = Memory(entries);
        FlaggedDirtyRing ring = new(new RingGeometry(entries, reservedEntries: 0), memory.Start, (nuint)memory.Bytes);
        Add(name, new FlaggedFace<CoherentFencePoints, GfnEntry<KvmStates>, DirtyPage>(ring), pages, neighbour, access, memory);
    }

    /// <summary>A flagged ring of 8-byte entries.</summary>
    internal void AddFlaggedPage(string name, int entries, int pages, WorkingSet neighbour, HarvestAccess access) =>
        Add(name, Rings.Flagged8(entries), pages, neighbour, access);

    /// <summary>A ring whose resets write nothing into its entries.</summary>
    internal void AddLap(string name, int entries, int pages, WorkingSet neighbour, HarvestAccess access) =>
        Add(name, Rings.Lap16(entries), pages, neighbour, access);

    /// <summary>An indexed ring.</summary>
    internal void AddIndexed(string name, int entries, int pages, WorkingSet neighbour, HarvestAccess access)
    {
        EntryMemory memory = Memory(entries);
        IndexedDirtyRing ring = new(new RingGeometry(entries, reservedEntries: 0), memory.Start, (nuint)memory.Bytes);
        Add(name, new IndexedFace(ring), pages, neighbour, access, memory);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ITwoThreadParty party in _parties)
            party.Dispose();
        foreach (IDisposable memory in _memory)
            memory.Dispose();
    }

    private void Add<TFace>(string name, TFace face, int pages, WorkingSet neighbour, HarvestAccess access, EntryMemory memory = default)
        where TFace : struct, IRingFace => _parties.Add(new NeighbourParty<TFace>(name, face, pages, neighbour, access, memory));

    private EntryMemory Memory(int entries)
    {
        int bytes = entries * KvmDirtyGfn.Bytes;
        return new EntryMemory((nint)Keep(new AlignedBlock((nuint)bytes, CacheLine.PaddingBytes)).Start, bytes, KvmDirtyGfn.Bytes);
    }

    private T Keep<T>(T memory)
        where T : IDisposable
    {
        _memory.Add(memory);
        return memory;
    }
}
