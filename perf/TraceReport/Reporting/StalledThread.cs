namespace RingCore.TraceReport.Reporting;

/// <summary>A thread that met soft-full rings.</summary>
internal sealed record StalledThread(int Thread, int Episodes, double TotalMs);
