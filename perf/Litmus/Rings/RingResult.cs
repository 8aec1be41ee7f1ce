namespace RingCore.Litmus.Rings;

/// <summary>What became of a ring's rounds.</summary>
/// <param name="Design">The ring.</param>
/// <param name="Threads">How the parties were spread over the threads.</param>
/// <param name="Pages">Pages that went all the way, checked.</param>
/// <param name="Rounds">Rounds, in each of which the counters wrapped once.</param>
/// <param name="Violation">Null, or what went wrong in the last round.</param>
internal sealed record RingResult(RingDesign Design, string Threads, long Pages, int Rounds, string? Violation);
