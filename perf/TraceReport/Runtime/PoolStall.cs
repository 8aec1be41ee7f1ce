using RingCore.TraceReport.Rings;

namespace RingCore.TraceReport.Runtime;

/// <summary>A time during which a process's thread pool had work and took none of it up.</summary>
internal sealed record PoolStall(int Process, Interval Interval);
