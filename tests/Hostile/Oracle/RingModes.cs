using System;

namespace RingCore.Hostile.Oracle;

/// <summary>The modes by the words of the command line.</summary>
internal static class RingModes
{
    /// <summary>Those that must hold.</summary>
    internal static RingMode[] All { get; } = [RingMode.Indexed, RingMode.Shadowed, RingMode.Kernel];

    /// <summary>The modes of a word: <c>all</c>, or a mode's name in lower case.</summary>
    internal static RingMode[] Parse(string word) => word == "all" ? All : [Enum.Parse<RingMode>(word, ignoreCase: true)];
}
