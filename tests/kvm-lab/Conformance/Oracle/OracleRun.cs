using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RingCore.Kvm;
using RingCore.Layouts;

namespace RingCore.KvmLab;

/// <summary>Runs a random guest workload with the kernel's trace on, and holds what was harvested and coalesced here against the trace.</summary>
internal sealed class OracleRun : IDisposable
{
    private static readonly int[] s_steps = [-65, -64, -63, -62, -31, -2, -1, 1, 2, 31, 62, 63, 64, 65];

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(200);

    private readonly OracleCase _case;
    private readonly LabMachine _lab;
    private readonly Random _random;
    private readonly List<DirtyPage>[] _harvested;
    private readonly FlaggedDirtyRing[] _shadows;
    private readonly BatchList _batches = new();
    private readonly DirtyPage[] _buffer;

    public OracleRun(KvmSystem system, OracleCase of, int seed)
    {
        _case = of;
        _random = new Random(seed);
        _lab = new LabMachine(system, of.Entries, of.Vcpus);
        _harvested = Enumerable.Range(0, of.Vcpus).Select(_ => new List<DirtyPage>()).ToArray();
        // RingCore's own ring beside each of the kernel's: fed with the same entries, its resets show RingCore's batches.
        _shadows = Enumerable.Range(0, of.Vcpus).Select(_ => new FlaggedDirtyRing(of.Entries, reservedEntries: 0)).ToArray();
        _buffer = new DirtyPage[of.Entries];
    }

    /// <summary>Runs the case.</summary>
    /// <returns>What is wrong, or null; and a summary.</returns>
    public (string? Wrong, string Outcome) Check()
    {
        using KernelTrace trace = new();
        VcpuThread[] threads = _lab.Machine.Vcpus.Select(vcpu => new VcpuThread(vcpu, _lab.Machine.Rings, NextList(vcpu.Number))).ToArray();
        int rounds = 0;
        try
        {
            foreach (VcpuThread thread in threads)
                thread.Resume();
            DateTime end = DateTime.UtcNow + s_longest;
            for (; !threads.All(thread => thread.HasEnded); rounds++)
            {
                if (DateTime.UtcNow > end)
                    return ($"The guest was not done within {s_longest.TotalSeconds} s.", "");
                Thread.Sleep(_case.HarvestEvery);
                if (HarvestAndReset(_case.Partial) is string wrong)
                    return (wrong, "");
            }

            foreach (VcpuThread thread in threads)
                thread.WaitForEnd(s_longest);
        }
        finally
        {
            foreach (VcpuThread thread in threads)
                thread.Dispose();
        }

        return HarvestAndReset(partly: false) is string last ? (last, "") : Compare(trace.Stop(), rounds + 1);
    }

    public void Dispose()
    {
        foreach (FlaggedDirtyRing shadow in _shadows)
            shadow.Dispose();
        _lab.Dispose();
    }

    /// <summary>Fills a vCPU's lists, one after the other, until it has had all.</summary>
    private Func<KvmExit, bool> NextList(int vcpu)
    {
        Random random = new(_random.Next());
        int left = _case.Lists;
        _lab.SetList(vcpu, RandomPages(random), 1);
        return exit =>
        {
            if (exit.Reason != KvmExitReason.Io)
                throw new InvalidOperationException($"The guest came out by {exit.Reason}.");
            if (--left == 0)
                return false;
            _lab.SetList(vcpu, RandomPages(random), (uint)left);
            return true;
        };
    }

    /// <summary>Runs upward and downward in both slots, by steps that coalesce and steps around where coalescing ends.</summary>
    private DirtyPage[] RandomPages(Random random)
    {
        DirtyPage[] pages = new DirtyPage[_case.WritesPerList];
        for (int i = 0; i < pages.Length;)
        {
            uint slot = (uint)random.Next(1, 3);
            int offset = random.Next(IWriterRing.SlotPages);
            int step = s_steps[random.Next(s_steps.Length)];
            for (int run = random.Next(1, 40); run > 0 && i < pages.Length; run--, offset += step)
                pages[i++] = new DirtyPage(slot, (ulong)offset & (IWriterRing.SlotPages - 1));
        }

        return pages;
    }

    private string? HarvestAndReset(bool partly)
    {
        foreach (KvmVcpu vcpu in _lab.Machine.Vcpus)
        {
            int limit = partly ? _random.Next(_buffer.Length / 2) : _buffer.Length;
            HarvestResult harvest = vcpu.Collector.Harvest(_buffer.AsSpan(0, limit));
            Span<DirtyPage> pages = _buffer.AsSpan(0, harvest.Pages);
            _harvested[vcpu.Number].AddRange(pages);
            _shadows[vcpu.Number].Producer.Push(pages);
        }

        KvmResetResult reset = _lab.Machine.Rings.Reset();
        // In the kernel's order: vCPU by vCPU, and no batch across two rings.
        long here = 0;
        BatchList batches = _batches;
        foreach (FlaggedDirtyRing shadow in _shadows)
        {
            shadow.Collector.Harvest(_buffer);
            here += shadow.Resetter.Reset(ref batches).Entries;
        }

        return reset.LeftEntries == 0 && reset.Entries == here ? null : $"{here} entries were harvested, of which the kernel reset {reset.Entries}.";
    }

    private (string? Wrong, string Outcome) Compare(IReadOnlyList<TraceEvent> events, int rounds)
    {
        for (int i = 0; i < _case.Vcpus; i++)
        {
            List<DirtyPage> pushed = events.Where(e => e.Kind == TraceEvent.Push && e.Ring == i).Select(e => e.Page).ToList();
            if (!pushed.SequenceEqual(_harvested[i]))
                return ($"ring {i}: the kernel pushed {pushed.Count} pages, {_harvested[i].Count} were harvested; they part at {FirstDifference(pushed, _harvested[i])}", "");
        }

        // Before 6.12 a ring without harvested entries ends with an empty batch, which re-arms nothing.
        List<Batch> kernel = events.Where(e => e.Kind == TraceEvent.ReArm && e.Batch.Mask != 0).Select(e => e.Batch).ToList();
        List<Batch> ours = _batches.Batches.Select(batch => batch with { Slot = (uint)(GuestLayout.SlotAddress(batch.Slot) / GuestMemory.PageBytes) }).ToList();
        if (!kernel.SequenceEqual(ours))
            return ($"the kernel re-armed {kernel.Count} batches, RingCore {ours.Count}; they part at {FirstDifference(kernel, ours)}", "");

        int exits = events.Count(e => e.Kind == TraceEvent.Exit);
        if (exits != _lab.Machine.Rings.SoftFullExits)
            return ($"the kernel traced {exits} soft-full exits, {_lab.Machine.Rings.SoftFullExits} were counted", "");
        int resets = events.Count(e => e.Kind == TraceEvent.Reset);
        if (resets < rounds)
            return ($"{rounds} rounds were reset, the kernel traced {resets} resets of rings", "");
        int pushes = _harvested.Sum(pages => pages.Count);
        return (null, $"{pushes} pushes, each harvested once and in order; {kernel.Count} batches the same; {exits} soft-full exits; {rounds} rounds");
    }

    private static string FirstDifference<T>(List<T> theirs, List<T> ours)
    {
        int i = 0;
        while (i < theirs.Count && i < ours.Count && theirs[i]!.Equals(ours[i]))
            i++;
        return $"{i}: kernel {(i < theirs.Count ? theirs[i] : "nothing")}, here {(i < ours.Count ? ours[i] : "nothing")}";
    }
}
