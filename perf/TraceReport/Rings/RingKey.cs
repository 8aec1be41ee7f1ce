namespace RingCore.TraceReport.Rings;

/// <summary>Which ring: a trace of a whole machine holds several processes, and each counts its rings from 1.</summary>
/// <param name="Process">The process's id.</param>
/// <param name="Ring">The ring's id in it.</param>
internal readonly record struct RingKey(int Process, uint Ring);
