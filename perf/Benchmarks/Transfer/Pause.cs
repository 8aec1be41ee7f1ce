using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using System.Threading;

namespace RingCore.Benchmarks.Transfer;

/// <summary>The wait of a side that finds nothing to do: one pause, as the loops in C make, and not a call into the runtime.</summary>
internal static class Pause
{
    /// <summary>Waits for some tens of nanoseconds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Briefly()
    {
        if (X86Base.IsSupported)
            X86Base.Pause();
        else
            Thread.SpinWait(1);
    }
}
