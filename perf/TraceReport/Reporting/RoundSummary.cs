namespace RingCore.TraceReport.Reporting;

/// <summary>One round's collection.</summary>
internal sealed record RoundSummary(long Round, double StartMs, double Milliseconds, long Pages);
