namespace RingCore.TraceReport.Rings;

/// <summary>A time during which a ring was soft-full.</summary>
/// <param name="Number">The ring's own count of them.</param>
/// <param name="Interval">When. The end is when the producer noticed that there was room again.</param>
/// <param name="Thread">The operating system's id of the thread that was asked to pause.</param>
/// <param name="Used">Entries in use when it began; null if its beginning is not in the trace.</param>
/// <param name="IsOpen">Whether it had not ended, as far as the trace says: it then counts to the trace's end.</param>
internal sealed record SoftFullEpisode(int Number, Interval Interval, int Thread, int? Used, bool IsOpen)
{
    /// <summary>Whether it had ended, since a later one has begun or the ring is gone, but the session lost when: it then counts as no time at all.</summary>
    internal bool IsEndLost { get; init; }
}
