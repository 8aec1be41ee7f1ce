using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>
/// Any interleaving of all operations with any sizes, against the model: nothing lost, nothing invented, order kept, each page reset exactly
/// once, and every status, count and grant as the model says.
/// </summary>
public class ModelTests
{
    // Of rings that need no power of two, where others have 1, 2, 4, …
    private static readonly int[] s_anySizes = [1, 3, 4, 5, 13, 33];

    private enum Operation
    {
        Push,
        PushBatch,
        WaitForSpace,
        WaitForEntries,
        Harvest,
        HarvestBitmap,
        HarvestInPlace,
        Reset,
        ResetCancelled,
        ResetWithThrowingSink,
    }

    [Theory]
    [EveryDesign]
    public void Any_interleaving_does_what_the_model_does(RingDesign design) =>
        Properties.ForAll(Scripts(), Shrink, cases: 200, script => Run(design, script));

    private static void Run(RingDesign design, Script script)
    {
        int entries = TestRing.IsOfAnySize(design) ? s_anySizes[script.EntriesLog2] : 1 << script.EntriesLog2;
        int reserved = script.Reserved % entries;
        using TestRing ring = TestRing.Make(design, entries, reserved, firstPosition: script.FirstPosition);
        ModelRing model = new(entries, reserved);
        Ledger ledger = new();
        foreach (Step step in script.Steps)
            Do(ring, model, ledger, step);

        Assert.Equal(model.Harvest(int.MaxValue), ring.Harvest());
        Do(ring, model, ledger, new Step(Operation.Reset, entries, 0));
        Assert.Equal(model.Published, ledger.EntriesReset);
        Assert.Equal(HarvestStatus.Empty, ring.Collector.Harvest(new DirtyPage[1]).Status);
        Assert.Equal(entries, ring.Producer.Push(TestPages.From(0, entries + 1)).Pushed);
    }

    private static void Do(TestRing ring, ModelRing model, Ledger ledger, Step step)
    {
        RecordingSink sink = new();
        switch (step.Operation)
        {
            case Operation.Push:
                Assert.Equal(model.Push(TestPages.At(step.Page)), ring.Producer.Push(TestPages.At(step.Page)));
                break;
            case Operation.PushBatch:
                DirtyPage[] batch = TestPages.From(step.Page, step.Count);
                Assert.Equal(model.Push(batch), ring.Producer.Push(batch));
                break;
            case Operation.WaitForSpace:
                WaitStatus space = ring.Producer.WaitForSpace(WaitStrategy.Yield, TimeSpan.Zero);
                Assert.Equal(model.IsBelowSoftLimit ? WaitStatus.Ready : WaitStatus.TimedOut, space);
                break;
            case Operation.WaitForEntries:
                WaitStatus entries = ring.Collector.WaitForEntries(WaitStrategy.Yield, TimeSpan.Zero);
                Assert.Equal(model.Harvested < model.Published ? WaitStatus.Ready : WaitStatus.TimedOut, entries);
                break;
            case Operation.Harvest:
                DirtyPage[] pages = new DirtyPage[step.Count];
                HarvestResult harvest = ring.Collector.Harvest(pages);
                AssertHarvest(model.Harvest(step.Count), pages[..harvest.Pages], harvest);
                ledger.Tickets.Add((harvest.Ticket, model.Harvested));
                break;
            case Operation.HarvestBitmap:
                DirtyBitmap bitmap = new(TestPages.Slots);
                HarvestResult intoBitmap = ring.Collector.Harvest(bitmap, step.Count);
                DirtyPage[] expected = model.Harvest(step.Count);
                Assert.Equal(expected.Length, intoBitmap.Entries);
                Assert.Equal(expected.Distinct().Count(), bitmap.Count());
                Assert.All(expected, page => Assert.True(bitmap.TrySet(page)));
                Assert.Equal(expected.Distinct().Count(), bitmap.Count()); // so that each had its bit before
                ledger.Tickets.Add((intoBitmap.Ticket, model.Harvested));
                break;
            case Operation.HarvestInPlace:
                HarvestTicket ticket = ring.HarvestInPlace(step.Count, (first, second) =>
                {
                    Assert.Equal(model.Peek(step.Count), (DirtyPage[])[.. first, .. second]);
                    return model.Harvest(Math.Min(step.Page % 8, first.Length + second.Length)).Length;
                });
                ledger.Tickets.Add((ticket, model.Harvested));
                break;
            case Operation.Reset:
                List<ResetBatch> calls = model.PeekReset(step.Count);
                ResetResult reset = ring.Resetter.Reset(ref sink, step.Count);
                Assert.Equal(calls, sink.Calls);
                AssertReset(model, ledger, model.Forget(step.Count), reset);
                if (reset.Status == ResetStatus.Complete)
                    Assert.Equal(model.Harvested, model.Reset);
                else
                    Assert.Equal((ResetStatus.LimitReached, step.Count), (reset.Status, reset.Entries));
                break;
            case Operation.ResetCancelled:
                ResetResult cancelled = ring.Resetter.Reset(ref sink, step.Count, new(canceled: true));
                Assert.Empty(sink.Calls);
                AssertReset(model, ledger, 0, cancelled);
                break;
            case Operation.ResetWithThrowingSink:
                Throw(ring, model, ledger, step);
                break;
        }
    }

    /// <summary>The sink throws at one of its calls: the batches before it are reset, its own and the later ones are not.</summary>
    private static void Throw(TestRing ring, ModelRing model, Ledger ledger, Step step)
    {
        List<ResetBatch> calls = model.PeekReset(step.Count);
        int throwAt = step.Page % 4;
        RecordingSink sink = new();
        sink.OnCall = () =>
        {
            if (sink.Calls.Count == throwAt)
                throw new NotSupportedException("the sink's own");
        };
        if (calls.Count > throwAt)
            Assert.Throws<NotSupportedException>(() => ring.Resetter.Reset(ref sink, step.Count));
        else
            ring.Resetter.Reset(ref sink, step.Count);
        Assert.Equal(calls.Take(throwAt), sink.Calls);
        ledger.EntriesReset += model.Forget(model.EntriesOfBatches(step.Count, throwAt));
    }

    private static void AssertHarvest(DirtyPage[] expected, DirtyPage[] actual, HarvestResult result)
    {
        Assert.Equal(expected, actual);
        Assert.Equal(expected.Length == 0 ? HarvestStatus.Empty : HarvestStatus.Harvested, result.Status);
        Assert.Equal((expected.Length, 0), (result.Entries, result.OutOfRange));
    }

    private static void AssertReset(ModelRing model, Ledger ledger, int expected, ResetResult result)
    {
        Assert.Equal((expected, 0), (result.Entries, result.OutOfRange));
        ledger.EntriesReset += result.Entries;
        Assert.All(ledger.Tickets, ticket => Assert.Equal(ticket.Harvested <= model.Reset, result.TryGrantRead(ticket.Ticket, out _)));
    }

    private static Gen<Script> Scripts() =>
        from entriesLog2 in Gen.Choose(0, 5)
        from reserved in Gen.Choose(0, 31)
        from first in Gen.OneOf(
            Gen.Constant(0ul),
            Gen.Choose(0, 40).Select(k => uint.MaxValue - (ulong)k),
            Gen.Choose(0, 40).Select(k => 0x7_0000_0000ul - (ulong)k),
            Gen.Choose(0, 40).Select(k => (1ul << 31) - (ulong)k),
            Gen.Constant((1ul << 63) - 1))
        from steps in Gen.Choose(0, 60).SelectMany(Steps().ArrayOf)
        select new Script(entriesLog2, reserved, first, steps);

    private static Gen<Step> Steps() =>
        from operation in Gen.Elements(Enum.GetValues<Operation>())
        from count in Gen.Frequency((4, Gen.Choose(0, 6)), (2, Gen.Choose(0, 70)), (1, Gen.Constant(200)))
        from page in Gen.Choose(0, TestPages.Count - 1)
        from near in Gen.Choose(0, 70)
        select new Step(operation, count, operation == Operation.Push ? near : page);

    private static IEnumerable<Script> Shrink(Script script)
    {
        foreach (Step[] steps in Properties.WithoutOne(script.Steps))
            yield return script with { Steps = steps };
        if (script.FirstPosition != 0)
            yield return script with { FirstPosition = 0 };
        if (script.Reserved != 0)
            yield return script with { Reserved = 0 };
    }

    private sealed record Step(Operation Operation, int Count, int Page);

    private sealed record Script(int EntriesLog2, int Reserved, ulong FirstPosition, Step[] Steps)
    {
        public override string ToString() =>
            $"{1 << EntriesLog2} entries (packed {s_anySizes[EntriesLog2]}), {Reserved} reserved, from {FirstPosition}: {string.Join("; ", Steps.Select(step => step.ToString()))}";
    }

    private sealed class Ledger
    {
        public List<(HarvestTicket Ticket, int Harvested)> Tickets { get; } = [];

        public int EntriesReset { get; set; }
    }
}
