using System;
using RingCore.Tracking;

namespace LiveCheckpoint.Checkpoints;

/// <summary>The tracker's choices in the words of the command line.</summary>
internal static class SourceText
{
    /// <summary>The source, and the tracker's own sentence about why.</summary>
    internal static string Of(SourceChoice choice) => $"{Of(choice.Kind)}: {choice.Reason}";

#pragma warning disable CA1308 // Shown to people in the spelling of the options, not compared.
    internal static string Of(Enum value) => value.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
