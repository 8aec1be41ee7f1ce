using System;
using System.Collections.Generic;
using System.Linq;

namespace RingCore.TraceReport.Rings;

/// <summary>How much of one set of intervals lies in another.</summary>
internal static class Overlap
{
    /// <summary>The milliseconds of <paramref name="intervals"/> that fall into any of <paramref name="others"/>. No moment of an interval counts twice.</summary>
    internal static double Of(IEnumerable<Interval> intervals, IReadOnlyList<Interval> others)
    {
        List<Interval> union = Union(others, 0);
        double total = 0;
        foreach (Interval interval in intervals)
        {
            for (int i = FirstThatEndsAfter(union, interval.StartMs); i < union.Count && union[i].StartMs < interval.EndMs; i++)
                total += Math.Min(interval.EndMs, union[i].EndMs) - Math.Max(interval.StartMs, union[i].StartMs);
        }

        return total;
    }

    /// <summary>The intervals in order, those that touch or lie less than <paramref name="gapMs"/> apart made one.</summary>
    internal static List<Interval> Union(IEnumerable<Interval> intervals, double gapMs)
    {
        List<Interval> union = [];
        foreach (Interval next in intervals.OrderBy(interval => interval.StartMs))
        {
            if (union.Count > 0 && next.StartMs <= union[^1].EndMs + gapMs)
                union[^1] = union[^1] with { EndMs = Math.Max(union[^1].EndMs, next.EndMs) };
            else
                union.Add(next);
        }

        return union;
    }

    private static int FirstThatEndsAfter(List<Interval> union, double momentMs)
    {
        int low = 0;
        int high = union.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (union[middle].EndMs > momentMs)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
