using System;
using System.Collections.Generic;

namespace RingCore.Benchmarks.Density;

/// <summary>Which pages of a memory are dirty: at random, or in runs at random places. The same in every run of the program.</summary>
internal static class DirtySet
{
    private const int Seed = 20261;

    /// <summary>Chooses pages.</summary>
    /// <param name="memoryPages">Pages of the memory, a multiple of <paramref name="runPages"/>.</param>
    /// <param name="dirty">Pages to choose, at most half of all; rounded up to whole runs.</param>
    /// <param name="runPages">Neighbours that are dirty together, a power of two: a run stands at a multiple of its size.</param>
    /// <param name="variation">Another number chooses other pages.</param>
    /// <returns>The pages; runs in random order, as writers write, and ascending within a run.</returns>
    internal static ulong[] Choose(long memoryPages, int dirty, int runPages, int variation = 0)
    {
        Random random = new(Seed + variation);
        HashSet<long> runs = [];
        ulong[] pages = new ulong[(dirty + runPages - 1) / runPages * runPages];
        for (int next = 0; next < pages.Length;)
        {
            long run = random.NextInt64(memoryPages / runPages);
            if (!runs.Add(run))
                continue;
            for (int i = 0; i < runPages; i++)
                pages[next++] = (ulong)((run * runPages) + i);
        }

        return pages;
    }
}
