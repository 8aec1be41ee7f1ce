using System.Collections.Generic;
using System.Linq;
using RingCore.Layouts;

namespace RingCore.KvmLab;

/// <summary>Pages as the rows name them.</summary>
internal static class Pages
{
    public const uint Harvested = EntryState.Reset;

    /// <summary>A page of slot 1.</summary>
    public static DirtyPage Page(int offset) => new(1, (ulong)offset);

    /// <summary>Pages of slot 1, one after the other.</summary>
    public static DirtyPage[] Run(int first, int count) => Enumerable.Range(first, count).Select(Page).ToArray();

    /// <summary>Offsets, in order.</summary>
    public static string Offsets(IEnumerable<DirtyPage> pages) => string.Join(' ', pages.Select(page => page.Offset));

    /// <summary>Writes pages of slot 1.</summary>
    public static int Write(this IWriterRing ring, params int[] offsets) => ring.Write(offsets.Select(Page).ToArray());
}
