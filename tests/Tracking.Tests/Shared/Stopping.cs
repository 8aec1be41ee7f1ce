using System;

namespace RingCore.Tracking.Tests;

/// <summary>Ends the calling thread's program before one of its accesses to an 8-byte word, as SIGKILL would between two instructions.</summary>
internal readonly unsafe struct Stopping : IFenceFlavor
{
    // Accesses left and one more; 0 where nothing is to be stopped.
    [ThreadStatic]
    private static long s_left;

    /// <summary>Runs a body up to its access of that number, from 0.</summary>
    /// <returns>False where it came to its end before.</returns>
    internal static bool StopsAt(long access, Action body)
    {
        s_left = access + 1;
        try
        {
            body();
            return false;
        }
        catch (StoppedException)
        {
            return true;
        }
        finally
        {
            s_left = 0;
        }
    }

    /// <summary>A place to die at that is no access to a word: a store into a page.</summary>
    internal static void Step()
    {
        if (s_left > 0 && --s_left == 0)
            throw new StoppedException();
    }

    public static void Before(string access, ulong* location) => Step();

    private sealed class StoppedException : Exception;
}
