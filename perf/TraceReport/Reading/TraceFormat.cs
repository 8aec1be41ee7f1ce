namespace RingCore.TraceReport.Reading;

/// <summary>The files that can be read.</summary>
internal enum TraceFormat
{
    /// <summary>EventPipe, from any .NET process.</summary>
    NetTrace,

    /// <summary>Event Tracing for Windows; read by Windows' own library.</summary>
    Etl,

    /// <summary>The same, zipped by PerfView.</summary>
    ZippedEtl,
}
