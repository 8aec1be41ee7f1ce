using System;
using System.Collections.Generic;

namespace RingCore.Tracking.Tests;

/// <summary>Writes down, per thread, which access went to which word.</summary>
internal readonly unsafe struct Recording : IFenceFlavor
{
    [ThreadStatic]
    private static List<(string Access, nint Word)>? s_log;

    /// <summary>What the calling thread did since it last called <see cref="Clear"/>.</summary>
    internal static IReadOnlyList<(string Access, nint Word)> Log => s_log ??= [];

    internal static void Clear() => s_log = [];

    public static void Before(string access, ulong* location) => (s_log ??= []).Add((access, (nint)location));

    public static void ProcessWideFence() => (s_log ??= []).Add((nameof(ProcessWideFence), 0));
}
