using System;
using System.Diagnostics;

namespace RingCore;

/// <summary>Since when a consumer has seen the claim that it stands at.</summary>
internal struct StallAge
{
    private ulong _claim;
    private long _since;

    /// <summary>The age of a claim that is seen now: 0 where it is not the one that was seen last.</summary>
    /// <param name="claim">Tells the claim from the one before.</param>
    internal TimeSpan See(ulong claim)
    {
        long now = Stopwatch.GetTimestamp();
        if (_since == 0 || _claim != claim)
            (_claim, _since) = (claim, now);
        return Stopwatch.GetElapsedTime(_since, now);
    }
}
