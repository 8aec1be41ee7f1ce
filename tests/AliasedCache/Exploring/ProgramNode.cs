using System.Collections.Generic;

namespace RingCore.AliasedCache;

/// <summary>A point in a party's code: everything that it has read so far, and what it does next.</summary>
/// <param name="Access">What it does next.</param>
/// <param name="Notes">What it noted on the way here.</param>
/// <param name="Progress">See <see cref="PartyRun.Progress"/>.</param>
/// <param name="History">All values that it has read.</param>
internal sealed record ProgramNode(Access Access, string[] Notes, int Progress, ulong[] History)
{
    /// <summary>The node after a step that reads nothing.</summary>
    internal int Next { get; set; } = -1;

    /// <summary>The node after a read, by the value that it returned.</summary>
    internal Dictionary<ulong, int> ByValue { get; } = [];
}
