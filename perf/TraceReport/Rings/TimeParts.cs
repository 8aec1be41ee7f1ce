using System;

namespace RingCore.TraceReport.Rings;

/// <summary>Cuts the time of a trace into equal parts.</summary>
internal static class TimeParts
{
    /// <summary>The part that a moment lies in; what lies outside counts to the nearest.</summary>
    internal static int IndexOf(double atMs, int count, double endMs) => endMs <= 0 ? 0 : Math.Clamp((int)(atMs / endMs * count), 0, count - 1);
}
