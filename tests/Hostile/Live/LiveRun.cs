using System;
using System.Diagnostics;
using System.Threading;
using RingCore.Hostile.Oracle;

namespace RingCore.Hostile.Live;

/// <summary>Attachment after attachment of <see cref="LiveAttack"/>.</summary>
internal static class LiveRun
{
    private static readonly TimeSpan s_attachment = TimeSpan.FromSeconds(1);

    /// <summary>Runs until the time is over or the writes are made, or until the first failure.</summary>
    /// <param name="mode">Which ring.</param>
    /// <param name="firstSeed">The first attachment's seed; each further one has the next.</param>
    /// <param name="writes">Hostile writes to make.</param>
    /// <param name="limit">Most time.</param>
    /// <param name="tally">Receives the counts.</param>
    /// <param name="stop">Ends the run early.</param>
    /// <returns>What failed; null where nothing did.</returns>
    internal static string? Run(RingMode mode, ulong firstSeed, long writes, TimeSpan limit, FuzzTally tally, CancellationToken stop = default)
    {
        long start = Stopwatch.GetTimestamp();
        for (ulong seed = firstSeed; tally.Writes < writes && !stop.IsCancellationRequested; seed++)
        {
            TimeSpan left = limit - Stopwatch.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
                break;
            LiveAttack attack = new(mode, seed);
            string? failure = attack.Run(left < s_attachment ? left : s_attachment, tally, stop);
            tally.NoteCall(attack.LongestCall);
            if (failure is not null)
                return FormattableString.Invariant($"FAILED: {mode}, two processes, seed {seed}: {failure} Again: fuzz --writes 1 --mode {mode.ToString().ToLowerInvariant()} --seed {seed}");
        }

        return null;
    }
}
