using System;

namespace RingCore.Tests;

/// <summary>What a piece of code allocates on the heap.</summary>
internal static class Allocated
{
    private const int Runs = 5;

    /// <summary>
    /// The least of a few runs, in bytes: what allocates does so in each. What the JIT allocates for its next tier, and what a lock that another
    /// test's thread holds at the moment allocates to wait with, comes once.
    /// </summary>
    public static long Least(Action run)
    {
        long least = long.MaxValue;
        for (int i = 0; i < Runs && least != 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
