using System;
using System.Linq;
using System.Threading;
using FsCheck;
using FsCheck.Fluent;
using RingCore.Layouts;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.Tests;

/// <summary>
/// Random hostile writes, between the accesses of producer and resetter and beside them: only pushed pages come, in order and once (shadowed), or only
/// pages that exist (kernel-compatible); never more than was pushed, never an exception, never a byte outside entries and journal.
/// </summary>
[Trait("Category", "Hostile")]
public unsafe class HostileCollectorTests(ITestOutputHelper output)
{
    private const int LeastMilliseconds = 1000;
    private const int LongestMilliseconds = 60_000;

    [Theory]
    [InlineData(PeerTrust.Shadowed, 1)]
    [InlineData(PeerTrust.Shadowed, 8)]
    [InlineData(PeerTrust.Shadowed, 32)]
    [InlineData(PeerTrust.KernelCompatible, 1)]
    [InlineData(PeerTrust.KernelCompatible, 8)]
    [InlineData(PeerTrust.KernelCompatible, 32)]
    public void Writes_between_any_two_accesses_harm_nobody_else(PeerTrust trust, int entries)
    {
        long writes = 0;
        ulong violations = 0;
        Properties.ForAllArrays(Steps(), maxLength: 40, cases: 300, steps =>
        {
            using HostileRun<ProbedFencePoints> run = new(trust, entries);
            RingWords words = ((RingHandle)run.Ring.Producer).Memory().Words;
            foreach (Step step in steps)
                writes += Run(run, step, entries, words);
            violations += run.Violations.Total;
        });
        output.WriteLine($"{writes} hostile writes, {violations} violations typed, pages lost 0");
        Assert.True(writes > 1000 && violations > 0, "Nobody was hostile.");
    }

    [Theory]
    [InlineData(PeerTrust.Shadowed, 8)]
    [InlineData(PeerTrust.Shadowed, 64)]
    [InlineData(PeerTrust.KernelCompatible, 8)]
    [InlineData(PeerTrust.KernelCompatible, 64)]
    public void Writes_by_another_thread_harm_nobody_else(PeerTrust trust, int entries)
    {
        using HostileRun<CoherentFencePoints> run = new(trust, entries);
        RingWords words = ((RingHandle)run.Ring.Producer).Memory().Words;
        using CancellationTokenSource stop = new();
        long writes = 0;
        nint first = (nint)run.Entries;
        Thread hostile = new(() =>
        {
            Random random = new(20261);
            for (; !stop.IsCancellationRequested; writes++)
                HostileWrite.Of(random, 1).Apply((KvmDirtyGfn*)first, entries, words);
        });
        hostile.Start();
        try
        {
            Random random = new(42);
            long start = Environment.TickCount64;
            while (Environment.TickCount64 - start is var lasted && (lasted < LeastMilliseconds || (run.EntriesReset == 0 && lasted < LongestMilliseconds)))
            {
                run.Push(random.Next(1, entries + 2));
                run.Harvest(random.Next(entries));
                run.Reset(random.Next(4) == 0 ? random.Next(entries) : int.MaxValue);
            }
        }
        finally
        {
            stop.Cancel();
            Assert.True(hostile.Join(LongestMilliseconds));
        }

        output.WriteLine($"{writes} hostile writes, {run.EntriesReset} entries reset, {run.Violations}");
        Assert.True(run.EntriesReset > 0);
    }

    private static long Run(HostileRun<ProbedFencePoints> run, Step step, int entries, RingWords words)
    {
        int access = 0;
        long writes = 0;
        KvmDirtyGfn* first = run.Entries;
        Random random = new(step.Seed);
        HostileWrite[] hostile = Enumerable.Range(0, step.Writes).Select(_ => HostileWrite.Of(random, 24)).ToArray();
        ProbedFencePoints.Before = _ =>
        {
            foreach (HostileWrite write in hostile.Where(write => write.At == access))
            {
                write.Apply(first, entries, words);
                writes++;
            }

            access++;
        };
        try
        {
            if (step.Kind == 0)
                run.Push(1 + (step.Seed % entries));
            else if (step.Kind == 1)
                run.Harvest(1 + (step.Seed % entries));
            else
                run.Reset(step.Kind == 2 ? int.MaxValue : step.Seed % entries);
        }
        finally
        {
            ProbedFencePoints.Before = null;
        }

        return writes;
    }

    private static Gen<Step> Steps() =>
        from kind in Gen.Choose(0, 3)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from writes in Gen.Choose(0, 6)
        select new Step(kind, seed, writes);

    /// <summary>An operation and how many writes happen during it.</summary>
    private sealed record Step(int Kind, int Seed, int Writes);
}
