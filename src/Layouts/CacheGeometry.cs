using System;

namespace RingCore.Layouts;

/// <summary>One cache of a CPU: pure arithmetic over numbers that somebody else detected.</summary>
public sealed record CacheGeometry
{
    /// <summary>Checks and stores the numbers of a cache.</summary>
    /// <param name="level">1, 2, 3 or 4.</param>
    /// <param name="kind">What it holds.</param>
    /// <param name="lineBytes">Bytes per line, 1 or more.</param>
    /// <param name="ways">Lines per set, 1 or more.</param>
    /// <param name="sets">Number of sets, 1 or more. Not always a power of two: sliced last-level caches exist.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public CacheGeometry(int level, CacheKind kind, int lineBytes, int ways, int sets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 4);
        ArgumentOutOfRangeException.ThrowIfLessThan(lineBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ways, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sets, 1);
        (Level, Kind, LineBytes, Ways, Sets) = (level, kind, lineBytes, ways, sets);
    }

    /// <summary>Level, 1 nearest to the core.</summary>
    public int Level { get; }

    /// <summary>What it holds.</summary>
    public CacheKind Kind { get; }

    /// <summary>Bytes per line.</summary>
    public int LineBytes { get; }

    /// <summary>Lines per set (associativity).</summary>
    public int Ways { get; }

    /// <summary>Number of sets.</summary>
    public int Sets { get; }

    /// <summary>Capacity in bytes.</summary>
    public long Bytes => (long)LineBytes * Ways * Sets;

    /// <summary>Bytes of one way: contiguous memory of this size takes one line of every set.</summary>
    public long WayBytes => (long)LineBytes * Sets;

    /// <summary>What contiguous memory of the given size takes of this cache.</summary>
    /// <param name="bytes">Size, 0 or more, aligned to a line.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative.</exception>
    public CacheFootprint Footprint(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        long lines = (bytes / LineBytes) + (bytes % LineBytes == 0 ? 0 : 1);
        return new CacheFootprint(
            Lines: lines,
            SetsTouched: (int)Math.Min(lines, Sets),
            WaysTaken: (int)Math.Min((lines / Sets) + (lines % Sets == 0 ? 0 : 1), int.MaxValue),
            Ways: Ways);
    }
}
