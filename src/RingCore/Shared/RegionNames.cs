namespace RingCore;

/// <summary>The names that the kernel shows of a shared ring's sealed regions, in <c>/proc/PID/maps</c> and <c>/proc/PID/fd</c>.</summary>
internal static class RegionNames
{
    internal const string Told = "ringcore-told";

    internal const string Answered = "ringcore-answered";

    internal const string Private = "ringcore-private";
}
