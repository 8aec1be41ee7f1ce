using System;
using System.Globalization;
using System.IO;

namespace RingCore.Benchmarks.Platform;

/// <summary>How much of the processors other programs had, by Linux's own counts: what takes longer than a time slice cannot be measured beside them.</summary>
internal static class OtherPrograms
{
    // Of /proc/stat's first line, in clock ticks (10 ms): user, nice, system, idle, iowait, irq, softirq, steal.
    private const int Columns = 8;
    private const int IdleColumn = 3;
    private const int IoWaitColumn = 4;
    private const int TicksPerSecond = 100;

    /// <summary>Processor time that went to others than this process since the machine started, the host's theft included; for differences only.</summary>
    internal static TimeSpan Time()
    {
        string[] columns = File.ReadAllText("/proc/stat").Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        long ticks = 0;
        for (int column = 0; column < Columns; column++)
        {
            if (column is not (IdleColumn or IoWaitColumn))
                ticks += long.Parse(columns[column + 1], CultureInfo.InvariantCulture);
        }

        return TimeSpan.FromSeconds((double)ticks / TicksPerSecond) - Environment.CpuUsage.TotalTime;
    }
}
