namespace RingCore.TraceReport.Rings;

/// <summary>One round of a tracker: when it was being collected, and how many pages it had.</summary>
internal readonly record struct CollectedRound(long Number, Interval Interval, long Pages);
