using System;
using System.IO;
using LiveCheckpoint.Checkpoints;
using LiveCheckpoint.Log;
using LiveCheckpoint.Workloads;

namespace LiveCheckpoint.Crash;

/// <summary>
/// What a disk may show after the power fails: all that was written before the last fsync, and of what came after it any sectors, in
/// any order, so also late ones without early ones; and a file length that is anything up to the last one written.
/// </summary>
internal static class PowerLoss
{
    internal const int SectorBytes = 512;

    /// <summary>Where the durable part of a log ends, given the last durable point that was announced for it.</summary>
    /// <remarks>A log compacted after that announcement was made durable as a whole before it took the old one's name.</remarks>
    internal static long DurableBytes(LogContent log, DurablePoint announced) =>
        log.Header.Generation == announced.Generation ? announced.LogBytes : log.FirstEpochBytes;

    /// <summary>Writes a copy of a log as it may be found after a power loss.</summary>
    /// <param name="logPath">The log as the killed process left it.</param>
    /// <param name="copyPath">The copy; replaced.</param>
    /// <param name="durableBytes">What must stay as it is.</param>
    /// <param name="random">Decides what the disk did.</param>
    /// <returns>How many sectors, whole or in part, are not as they were written.</returns>
    internal static int Simulate(string logPath, string copyPath, long durableBytes, ref RandomSequence random)
    {
        byte[] bytes = File.ReadAllBytes(logPath);
        int durable = (int)Math.Min(durableBytes, bytes.Length);
        int length = durable + random.Below(bytes.Length - durable + 1);
        // Half the time the length survives, so that holes in the middle are seen too, and not only cuts.
        if (random.Below(2) == 0)
            length = bytes.Length;
        int changed = (bytes.Length - length + SectorBytes - 1) / SectorBytes;
        for (int start = durable; start < length;)
        {
            int end = Math.Min((start / SectorBytes + 1) * SectorBytes, length);
            if (random.Below(4) == 0)
            {
                bytes.AsSpan(start, end - start).Clear();
                changed++;
            }
            start = end;
        }
        File.WriteAllBytes(copyPath, bytes.AsSpan(0, length));
        return changed;
    }
}
