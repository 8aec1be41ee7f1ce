namespace RingCore.TraceReport.Commands;

/// <summary>What this program's exit codes mean; <c>record</c> otherwise passes its command's on.</summary>
internal static class ExitCode
{
    internal const int Reported = 0;

    /// <summary>Nothing could be read, recorded or written.</summary>
    internal const int Failed = 1;

    /// <summary>The report was made, of a trace that breaks off.</summary>
    internal const int Partial = 2;
}
