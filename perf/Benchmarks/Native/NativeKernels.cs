using System.Collections.Generic;
using System.Runtime.InteropServices;
using RingCore.Benchmarks.Measuring;

namespace RingCore.Benchmarks.Native;

/// <summary>Functions in C that do what one thread does, by their exported names.</summary>
/// <remarks>
/// Call them by <c>SuppressGCTransition</c>: they last microseconds and wait for nobody, and the transition would be paid by them alone.
/// </remarks>
internal static class NativeKernels
{
    /// <summary>The widest instructions that our kernels use on this processor, as in the exported names.</summary>
    internal static string Widest => System.Runtime.Intrinsics.X86.Avx512F.IsSupported ? "avx512" : "avx2";

    /// <summary>Finds a function.</summary>
    /// <param name="source">The library that has it.</param>
    /// <param name="export">Its name.</param>
    /// <param name="party">What tables call it.</param>
    /// <param name="absences">Gets a sentence where it cannot be had.</param>
    /// <returns>0 where it cannot be had.</returns>
    internal static nint Find(NativeSource source, string export, string party, List<Absence> absences)
    {
        if (!NativeLibraries.TryLoad(source, out nint library, out Absence absence))
            absences.Add(absence with { Party = party });
        else if (NativeLibrary.TryGetExport(library, export, out nint function))
            return function;
        else
            absences.Add(new Absence(party, "not run: this processor lacks its instructions"));
        return 0;
    }
}
