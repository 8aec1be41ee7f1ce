namespace RingCore.TraceReport.Reporting;

/// <summary>One stall of a thread pool.</summary>
internal sealed record PoolStallSummary(int Process, double StartMs, double Milliseconds);
