using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RingCore.KvmLab;

/// <summary>
/// The kernel's own record of its rings: its three tracepoints, and a probe where a reset hands a batch (slot, offset, mask) to the MMU. Events are
/// ordered by one counter across processors.
/// </summary>
internal sealed class KernelTrace : IDisposable
{
    private readonly string _root = "/sys/kernel/tracing/";

    /// <summary>Starts recording what the lab has enabled (<c>tests/kvm-lab/init</c>).</summary>
    public KernelTrace()
    {
        Write("tracing_on", "0");
        Write("trace_clock", "counter"); // this also empties the buffers
        Write("tracing_on", "1");
    }

    /// <summary>Stops, and reads what was recorded.</summary>
    /// <exception cref="InvalidOperationException">The kernel lost events.</exception>
    public IReadOnlyList<TraceEvent> Stop()
    {
        Write("tracing_on", "0");
        foreach (string stats in Directory.EnumerateDirectories(_root + "per_cpu").Select(cpu => Path.Combine(cpu, "stats")))
        {
            foreach (string line in File.ReadLines(stats).Where(line => line.StartsWith("overrun:", StringComparison.Ordinal)
                || line.StartsWith("commit overrun:", StringComparison.Ordinal) || line.StartsWith("dropped events:", StringComparison.Ordinal)))
            {
                if (!line.EndsWith(": 0", StringComparison.Ordinal))
                    throw new InvalidOperationException($"The kernel lost events: {stats}: {line}");
            }
        }

        List<TraceEvent> events = [];
        foreach (string line in File.ReadLines(_root + "trace"))
        {
            if (TraceEvent.TryParse(line, out TraceEvent parsed))
                events.Add(parsed);
        }

        return events;
    }

    /// <summary>Stops recording.</summary>
    public void Dispose() => Write("tracing_on", "0");

    private void Write(string file, string text) => File.WriteAllText(_root + file, text + "\n");
}
