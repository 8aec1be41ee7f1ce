using System;
using System.Collections.Generic;
using System.Linq;

namespace RingCore.AliasedCache;

/// <summary>What the simulated caches do.</summary>
/// <remarks>
/// Fixed for all: a line is fetched whole, a dirty line may be written back whole at any moment, a clean line may be dropped at any moment.
/// Each party's accesses take effect in program order: this is about aliases, and not about ordering.
/// </remarks>
public sealed record MemoryRules
{
    /// <summary>Kernel and user: producer and resetter share a mapping, the collector has its own.</summary>
    public static IReadOnlyList<int> KernelAndUser { get; } = [0, 1, 0];

    /// <summary>A mapping for each party, as when each is a process.</summary>
    public static IReadOnlyList<int> ThreeProcesses { get; } = [0, 1, 2];

    /// <summary>Bytes of a cache line: 16, 32 or 64.</summary>
    public int LineBytes { get; init; } = 64;

    /// <summary>The mapping of each <see cref="Party"/>, numbered from 0 without a gap.</summary>
    public IReadOnlyList<int> Mappings { get; init; } = KernelAndUser;

    /// <summary>Whose lines a flush acts on.</summary>
    public FlushReach Reach { get; init; } = FlushReach.OwnMapping;

    /// <summary>Whether a flush before a read throws dirty lines of its mapping away, instead of writing them back first.</summary>
    public bool DiscardsDirtyLines { get; init; }

    /// <summary>Whether a line may be fetched at any moment and without an access, as processors that run ahead do.</summary>
    public bool FetchesAhead { get; init; }

    /// <summary>Number of mappings.</summary>
    internal int MappingCount => Mappings.Max() + 1;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is outside its range.</exception>
    internal void Check()
    {
        if (LineBytes is not (16 or 32 or 64))
            throw new ArgumentException($"A simulated line has 16, 32 or 64 bytes, not {LineBytes}.");
        if (Mappings.Count != 3 || !Mappings.Distinct().Order().SequenceEqual(Enumerable.Range(0, MappingCount)))
            throw new ArgumentException($"Three parties have mappings numbered from 0 without a gap, not [{string.Join(", ", Mappings)}].");
    }
}
