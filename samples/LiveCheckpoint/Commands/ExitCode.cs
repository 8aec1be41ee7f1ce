namespace LiveCheckpoint.Commands;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    internal const int Good = 0;

    /// <summary>Something was lost or is wrong, or the job could not be done.</summary>
    internal const int Failed = 1;

    /// <summary>The command line was refused.</summary>
    internal const int Refused = 2;
}
