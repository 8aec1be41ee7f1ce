using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using RingCore.Benchmarks.Measuring;

namespace RingCore.Benchmarks.Native;

/// <summary>The libraries of <c>perf/native</c> in this process, each built and loaded once; they stay until it ends.</summary>
internal static class NativeLibraries
{
    private static readonly Dictionary<NativeSource, (nint Handle, Absence Absence)> s_loaded = [];

    /// <summary>Builds and loads. Not for two threads at a time.</summary>
    /// <returns>False where the library cannot be had; <paramref name="absence"/> says why.</returns>
    internal static bool TryLoad(NativeSource source, out nint library, out Absence absence)
    {
        if (!s_loaded.TryGetValue(source, out (nint Handle, Absence Absence) known))
        {
            known = Load(source);
            s_loaded.Add(source, known);
        }

        (library, absence) = known;
        return library != 0;
    }

    private static (nint Handle, Absence Absence) Load(NativeSource source)
    {
        if (!OperatingSystem.IsLinux())
            return (0, new Absence(source.Parties, "not run: native peers are built on Linux"));
        if (NativeBuild.TryBuild(source, out Absence absence) is not string path)
            return (0, absence);
        return NativeLibrary.TryLoad(path, out nint handle)
            ? (handle, default)
            : (0, new Absence(source.Parties, $"not run: the library {path} cannot be loaded"));
    }
}
