namespace RingCore.TraceReport.Reporting;

/// <summary>One soft-full episode.</summary>
/// <param name="Episode">The ring's own number of it.</param>
/// <param name="StartMs">From the trace's beginning.</param>
/// <param name="Milliseconds">Its length, by the ring's own clock; to the trace's end for one that is open; 0 for one whose end the session lost.</param>
/// <param name="Thread">The operating system's id of the producer's thread.</param>
/// <param name="Used">Entries in use at its beginning; null if that is not in the trace.</param>
/// <param name="IsOpen">Whether it had not ended.</param>
internal sealed record EpisodeSummary(int Episode, double StartMs, double Milliseconds, int Thread, int? Used, bool IsOpen);
