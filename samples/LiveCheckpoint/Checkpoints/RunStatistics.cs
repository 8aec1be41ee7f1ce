using System;
using System.Collections.Generic;

namespace LiveCheckpoint.Checkpoints;

/// <summary>What the boundaries of a run have measured. Written by the workload's thread, read when the run is over.</summary>
internal sealed class RunStatistics
{
    /// <summary>One per epoch: collect, reset, copy the dirty pages out.</summary>
    internal List<TimeSpan> Pauses { get; } = [];

    /// <summary>One per epoch.</summary>
    internal List<int> DirtyPages { get; } = [];

    /// <summary>Bytes that full copies at the same epochs would have written.</summary>
    internal long FullCopyBytes { get; set; }

    /// <summary>Time the workload stood still for comparisons with the live image, which a real host would not make.</summary>
    internal TimeSpan VerificationTime { get; set; }

    /// <summary>The value below which the share <paramref name="quantile"/> of the values lies; the default value of none.</summary>
    internal static T Quantile<T>(List<T> values, double quantile)
        where T : struct
    {
        if (values.Count == 0)
            return default;
        List<T> sorted = [.. values];
        sorted.Sort();
        return sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * quantile))];
    }
}
