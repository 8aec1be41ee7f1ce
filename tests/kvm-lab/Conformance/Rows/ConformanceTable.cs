using System.Collections.Generic;

namespace RingCore.KvmLab;

/// <summary>All rows, in the order in which they run.</summary>
internal static class ConformanceTable
{
    public static IReadOnlyList<Row> Rows { get; } =
        [.. EnableRows.All, .. StateRows.All, .. FullRows.All, .. CoalescingRows.All, .. HostileRows.All];
}
