using System.Collections.Generic;

namespace RingCore.TraceReport.Rings;

/// <summary>The waits of one side of a ring, as far as the trace holds them: they have no total that would make up for lost events.</summary>
internal sealed class Waits
{
    /// <summary>Waits that ended.</summary>
    internal long Ended { get; private set; }

    /// <summary>Their time together, in microseconds.</summary>
    internal long Microseconds { get; private set; }

    /// <summary>Wakes that the other side made.</summary>
    internal long Wakes { get; private set; }

    /// <summary>How the last one waited; empty while none was seen to begin.</summary>
    internal string Strategy { get; private set; } = "";

    /// <summary>Waits by how they ended.</summary>
    internal SortedDictionary<string, long> Endings { get; } = [];

    /// <summary>A wait has begun.</summary>
    internal void Start(string strategy) => Strategy = strategy;

    /// <summary>A wait has ended.</summary>
    internal void End(string status, long microseconds)
    {
        Ended++;
        Endings[status] = Endings.GetValueOrDefault(status) + 1;
        Microseconds += microseconds;
    }

    /// <summary>The side was woken.</summary>
    internal void Wake() => Wakes++;
}
