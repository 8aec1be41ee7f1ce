using System;
using System.Diagnostics;
using System.Threading;

namespace RingCore.Hostile.Live;

/// <summary>How long the calls of one thread last, for another that demands an end.</summary>
internal sealed class Watch
{
    private long _begun;

    /// <summary>The longest call that has ended.</summary>
    internal TimeSpan Longest { get; private set; }

    /// <summary>How long the call lasts that has not ended; zero between calls.</summary>
    internal TimeSpan Lasting => Volatile.Read(ref _begun) is var begun and not 0 ? Stopwatch.GetElapsedTime(begun) : TimeSpan.Zero;

    internal void Begin() => Volatile.Write(ref _begun, Stopwatch.GetTimestamp());

    internal void End()
    {
        TimeSpan lasted = Lasting;
        if (lasted > Longest)
            Longest = lasted;
        Volatile.Write(ref _begun, 0);
    }
}
