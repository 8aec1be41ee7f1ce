namespace RingCore.TraceReport.Reporting;

/// <summary>One pause for a garbage collection. Generation -1: none began in it.</summary>
internal sealed record PauseSummary(int Process, double StartMs, double Milliseconds, int Generation);
