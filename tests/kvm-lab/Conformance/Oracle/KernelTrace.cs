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
    private const int BufferKilobytes = 32768;

    private static readonly string[] s_events = [TraceEvent.Push, TraceEvent.Reset, TraceEvent.Exit];

    private readonly string _root = "/sys/kernel/tracing/";

    /// <summary>Starts recording.</summary>
    public KernelTrace()
    {
        Write("tracing_on", "0");
        Write("buffer_size_kb", $"{BufferKilobytes}");
        Write("trace_clock", "counter"); // this also empties the buffers
        // struct kvm_memory_slot: base_gfn stands 176 bytes behind its start, after three pairs of tree nodes (Linux 5.17 to 6.12).
        Write("kprobe_events", $"p:ringcore/{TraceEvent.ReArm} kvm_arch_mmu_enable_log_dirty_pt_masked base=+176(%si):x64 offset=%dx:x64 mask=%cx:x64");
        foreach (string name in s_events)
            Write($"events/kvm/{name}/enable", "1");
        Write($"events/ringcore/{TraceEvent.ReArm}/enable", "1");
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

    /// <summary>Takes events and probe away.</summary>
    public void Dispose()
    {
        Write("tracing_on", "0");
        foreach (string name in s_events)
            Write($"events/kvm/{name}/enable", "0");
        Write($"events/ringcore/{TraceEvent.ReArm}/enable", "0");
        Write("kprobe_events", $"-:ringcore/{TraceEvent.ReArm}");
    }

    private void Write(string file, string text) => File.WriteAllText(_root + file, text + "\n");
}
