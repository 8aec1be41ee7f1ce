using System;
using System.Diagnostics;
using RingCore.Hostile.Oracle;

namespace RingCore.Hostile.Virtio;

/// <summary>Seed after seed of <see cref="QueueProgramme"/>.</summary>
internal static class QueueRun
{
    /// <summary>Runs until the programmes or the time are over, or until the first failure.</summary>
    /// <returns>What failed, with the seed that replays it; null where nothing did.</returns>
    internal static string? Run(bool attacksDevice, ulong firstSeed, long programmes, TimeSpan limit, QueueTally tally)
    {
        long start = Stopwatch.GetTimestamp();
        for (long i = 0; i < programmes && Stopwatch.GetElapsedTime(start) < limit; i++)
        {
            ulong seed = firstSeed + (ulong)i;
            QueueProgramme programme = new(attacksDevice, seed);
            tally.Programmes++;
            try
            {
                programme.Run(tally);
            }
            catch (Exception found) when (found is OutsideAccessException or OracleException or IndexOutOfRangeException or InvalidOperationException or ArgumentException)
            {
                return FormattableString.Invariant(
                    $"FAILED: a hostile {(attacksDevice ? "driver" : "device")}, seed {seed}, step {programme.Step}: {found.Message}");
            }
        }

        return null;
    }
}
