using System;
using System.Linq;
using System.Threading;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>What every design promises of a reset.</summary>
public class ResetTests
{
    [Theory]
    [EveryDesign]
    public void Resets_nothing_past_a_gap_in_the_harvest(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        ring.Producer.Push(TestPages.From(0, 6));
        Assert.Equal(0, Reset(ring, out _).Entries);
        ring.Harvest(4);
        ResetResult result = Reset(ring, out RecordingSink sink);
        Assert.Equal((ResetStatus.Complete, 4), (result.Status, result.Entries));
        Assert.Equal(TestPages.From(0, 4), sink.Pages);
        Assert.Equal(0, Reset(ring, out _).Entries);
        Assert.Equal(TestPages.From(4, 2), ring.Harvest());
        Assert.Equal(2, Reset(ring, out _).Entries);
    }

    [Theory]
    [EveryDesign]
    public void Stops_at_the_limit_and_goes_on_there(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        ring.Producer.Push(TestPages.From(0, 8));
        ring.Harvest();
        ResetResult nothing = Reset(ring, out RecordingSink idle, maxEntries: 0);
        Assert.Equal((ResetStatus.LimitReached, 0), (nothing.Status, nothing.Entries));
        Assert.Empty(idle.Calls);
        ResetResult three = Reset(ring, out RecordingSink first, maxEntries: 3);
        Assert.Equal((ResetStatus.LimitReached, 3), (three.Status, three.Entries));
        Assert.Equal(TestPages.From(0, 3), first.Pages);
        ResetResult rest = Reset(ring, out RecordingSink second, maxEntries: 6);
        Assert.Equal((ResetStatus.Complete, 5), (rest.Status, rest.Entries));
        Assert.Equal(TestPages.From(3, 5), second.Pages);
    }

    [Theory]
    [EveryDesign]
    public void Refuses_a_negative_limit(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        RecordingSink sink = new();
        ArgumentOutOfRangeException refusal = Assert.Throws<ArgumentOutOfRangeException>(() => ring.Resetter.Reset(ref sink, -1));
        Assert.Equal(("maxEntries", -1), (refusal.ParamName, refusal.ActualValue));
    }

    [Theory]
    [EveryDesign]
    public void Coalesces_neighbours_into_one_call(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design, entries: 16);
        ulong[] offsets = [100, 101, 98, 161, 162];
        ring.Producer.Push([.. offsets.Select(offset => new DirtyPage(0, offset)), new DirtyPage(7, 69)]);
        ring.Harvest();
        Reset(ring, out RecordingSink sink);
        Assert.Equal([new ResetBatch(0, 98, (1UL << 63) | 0b1101), new ResetBatch(0, 162, 1), new ResetBatch(7, 69, 1)], sink.Calls);
    }

    [Theory]
    [EveryDesign]
    public void An_entry_outside_the_slots_is_freed_without_breaking_its_batch(RingDesign design)
    {
        if (TestRing.NeedsSlots(design))
            return; // such a ring takes no such page
        using TestRing ring = TestRing.Make(design, slots: TestPages.Slots);
        ring.Producer.Push([new DirtyPage(3, 0), new DirtyPage(0, 10), new DirtyPage(0, 1000), new DirtyPage(0, 11), new DirtyPage(0, ulong.MaxValue)]);
        ring.Harvest();
        ResetResult result = Reset(ring, out RecordingSink sink);
        Assert.Equal((ResetStatus.Complete, 5, 3), (result.Status, result.Entries, result.OutOfRange));
        Assert.Equal([new ResetBatch(0, 10, 0b11)], sink.Calls);
        Assert.Equal(new PushResult(PushStatus.PublishedSoftFull, 8), ring.Producer.Push(TestPages.From(0, 8)));
    }

    [Theory]
    [EveryDesign]
    public void A_reset_of_out_of_range_entries_alone_frees_them(RingDesign design)
    {
        if (TestRing.NeedsSlots(design))
            return; // such a ring takes no such page
        using TestRing ring = TestRing.Make(design, entries: 2, slots: TestPages.Slots);
        ring.Producer.Push([new DirtyPage(3, 0), new DirtyPage(4, 0)]);
        ring.Harvest();
        ResetResult result = Reset(ring, out RecordingSink sink);
        Assert.Equal((ResetStatus.Complete, 2, 2), (result.Status, result.Entries, result.OutOfRange));
        Assert.Empty(sink.Calls);
        Assert.Equal(2, ring.Producer.Push(TestPages.From(0, 2)).Pushed);
    }

    [Theory]
    [EveryDesign]
    public void A_cancelled_reset_changes_nothing_and_can_be_repeated(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        ring.Producer.Push(TestPages.From(0, 4));
        ring.Harvest();
        ResetResult cancelled = Reset(ring, out RecordingSink idle, cancellation: new CancellationToken(canceled: true));
        Assert.Equal((ResetStatus.Cancelled, 0), (cancelled.Status, cancelled.Entries));
        Assert.Empty(idle.Calls);
        Assert.Equal(4, Reset(ring, out RecordingSink sink).Entries);
        Assert.Equal(TestPages.From(0, 4), sink.Pages);
    }

    [Theory]
    [EveryDesign]
    public void A_reset_cancelled_on_the_way_keeps_what_it_has_done(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design, entries: 4);
        ring.Producer.Push([TestPages.At(0), TestPages.At(200), TestPages.At(400), TestPages.At(600)]);
        ring.Harvest();
        using CancellationTokenSource source = new();
        RecordingSink sink = new();
        sink.OnCall = () =>
        {
            if (sink.Calls.Count == 1)
                source.Cancel();
        };
        ResetResult result = ring.Resetter.Reset(ref sink, cancellation: source.Token);
        Assert.Equal((ResetStatus.Cancelled, 2), (result.Status, result.Entries));
        Assert.Equal(new PushResult(PushStatus.RefusedFull, 2), ring.Producer.Push(TestPages.From(700, 3)));
        Assert.Equal(2, Reset(ring, out RecordingSink rest).Entries);
        Assert.Equal([TestPages.At(400), TestPages.At(600)], rest.Pages);
    }

    [Theory]
    [EveryDesign]
    public void After_an_exception_from_the_sink_the_same_pages_come_again(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design, entries: 4);
        ring.Producer.Push([TestPages.At(0), TestPages.At(1), TestPages.At(400), TestPages.At(401)]);
        ring.Harvest();
        RecordingSink sink = new();
        sink.OnCall = () =>
        {
            if (sink.Calls.Count == 1)
                throw new NotSupportedException("the sink's own");
        };
        Assert.Throws<NotSupportedException>(() => ring.Resetter.Reset(ref sink));
        Assert.Equal([TestPages.At(0), TestPages.At(1)], sink.Pages);
        Assert.Equal(new PushResult(PushStatus.RefusedFull, 2), ring.Producer.Push(TestPages.From(700, 3)));
        Assert.Equal(2, Reset(ring, out RecordingSink again).Entries);
        Assert.Equal([TestPages.At(400), TestPages.At(401)], again.Pages);
    }

    [Theory]
    [EveryDesign]
    public void A_sink_that_throws_or_cancels_at_any_call_keeps_what_it_took_and_gets_the_rest_again(RingDesign design)
    {
        // Neighbours, 17 pages that lie apart, and neighbours in pieces.
        DirtyPage[] pages =
        [
            .. Enumerable.Range(0, 8).Select(TestPages.At),
            .. Enumerable.Range(0, 17).Select(i => TestPages.At(((i * 7) + 3) % 15 * 65)),
            .. Enumerable.Range(100, 70).Select(TestPages.At),
        ];
        ResetBatch[] expected = [.. KernelCoalescing.Coalesce(pages)];
        for (int calls = 0; calls < expected.Length; calls++)
        {
            foreach (bool throws in (bool[])[false, true])
            {
                using TestRing ring = TestRing.Make(design, entries: 128);
                ring.Producer.Push(pages);
                ring.Harvest();
                using CancellationTokenSource source = new();
                RecordingSink sink = new();
                sink.OnCall = () =>
                {
                    if (throws && sink.Calls.Count == calls)
                        throw new NotSupportedException("the sink's own");
                    if (!throws && sink.Calls.Count == calls - 1)
                        source.Cancel();
                };
                if (!throws && calls == 0)
                    source.Cancel();
                if (throws)
                    Assert.Throws<NotSupportedException>(() => ring.Resetter.Reset(ref sink));
                else
                    Assert.Equal(ResetStatus.Cancelled, ring.Resetter.Reset(ref sink, cancellation: source.Token).Status);
                Assert.Equal(expected.Take(calls), sink.Calls);
                Assert.Equal(33 + sink.Pages.Count, ring.Producer.Push(TestPages.From(0, 128)).Pushed);
                Reset(ring, out RecordingSink rest);
                Assert.Equal(expected.Skip(calls), rest.Calls);
            }
        }
    }

    [Theory]
    [EveryDesign]
    public void A_reset_from_within_its_own_sink_is_refused(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        ring.Producer.Push([TestPages.At(0), TestPages.At(400)]);
        ring.Harvest();
        RecordingSink inner = new();
        RecordingSink sink = new() { OnCall = () => ring.Resetter.Reset(ref inner) };
        Assert.Throws<InvalidOperationException>(() => ring.Resetter.Reset(ref sink));
        Assert.Empty(inner.Calls);
        Assert.Equal(2, Reset(ring, out _).Entries);
    }

    [Theory]
    [EveryDesign]
    public void A_resetter_is_not_disposed_from_within_its_own_sink(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design);
        RingMemory memory = ring.Memory;
        ring.Producer.Push(TestPages.At(0));
        ring.Harvest();
        RecordingSink sink = new() { OnCall = ring.Ring.Dispose };
        Assert.Throws<InvalidOperationException>(() => ring.Resetter.Reset(ref sink));
        Assert.False(memory.IsFreed);
        Assert.Equal(1, Reset(ring, out _).Entries); // its last entries can still be reset
        ring.Ring.Dispose();
        Assert.True(memory.IsFreed);
    }

    [Theory]
    [EveryDesign]
    public void Counts_what_it_reset(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design, slots: TestPages.Slots);
        for (int lap = 0; lap < 5; lap++)
        {
            ring.Producer.Push(TestPages.From(0, 7));
            ring.Harvest();
            Assert.Equal(7, Reset(ring, out _).Entries);
        }

        Assert.Equal((35ul, 0ul, 0ul), Counters(ring));
    }

    private static (ulong Entries, ulong OutOfRange, ulong Violations) Counters(TestRing ring) => ring.Resetter switch
    {
        RingResetter<CoherentFencePoints> handle => (handle.EntriesReset, handle.OutOfRange, handle.Violations),
        RingResetter<X64FencePoints> handle => (handle.EntriesReset, handle.OutOfRange, handle.Violations),
        RingResetter<VirtuallyTaggedFencePoints<CountingDataCache>> handle => (handle.EntriesReset, handle.OutOfRange, handle.Violations),
        _ => throw new NotSupportedException($"{ring.Resetter.GetType()} has no counters."),
    };

    private static ResetResult Reset(
        TestRing ring, out RecordingSink sink, int maxEntries = int.MaxValue, CancellationToken cancellation = default)
    {
        sink = new RecordingSink();
        return ring.Resetter.Reset(ref sink, maxEntries, cancellation);
    }
}
