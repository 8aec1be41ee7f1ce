using System.Collections.Generic;
using System.Numerics;

namespace RingCore.TraceReport.Rings;

/// <summary>Counts values in buckets that double: 0, 1, 2 to 3, 4 to 7, and so on.</summary>
internal sealed class Histogram
{
    private const int Buckets = 65;

    private readonly long[] _counts = new long[Buckets];
    private double _sum;

    /// <summary>How many values were counted.</summary>
    internal long Count { get; private set; }

    /// <summary>The largest; 0 without values.</summary>
    internal long Max { get; private set; }

    /// <summary>The mean; 0 without values.</summary>
    internal double Mean => Count == 0 ? 0 : _sum / Count;

    /// <summary>Counts a value; a negative one as 0.</summary>
    internal void Add(long value)
    {
        ulong counted = value < 0 ? 0 : (ulong)value;
        _counts[64 - BitOperations.LeadingZeroCount(counted)]++;
        Count++;
        _sum += counted;
        if (value > Max)
            Max = value;
    }

    /// <summary>The buckets from the first to the last that is not empty.</summary>
    internal IReadOnlyList<HistogramBucket> Filled()
    {
        List<HistogramBucket> filled = [];
        for (int i = 0; i < Buckets; i++)
        {
            if (_counts[i] > 0 || filled.Count > 0)
                filled.Add(new HistogramBucket(i == 0 ? 0 : 1L << (i - 1), i == 0 ? 0 : (long)((1UL << (i - 1)) - 1 + (1UL << (i - 1))), _counts[i]));
        }

        while (filled.Count > 0 && filled[^1].Count == 0)
            filled.RemoveAt(filled.Count - 1);
        return filled;
    }
}
