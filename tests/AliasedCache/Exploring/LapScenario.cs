using System;
using RingCore.Layouts;

namespace RingCore.AliasedCache;

/// <summary>
/// Once around the ring and on: one push more than it has entries, while the collector harvests and the resetter resets. Then, in turns,
/// everything must come through; and the emptied ring must take one more page, and then its whole length around its end.
/// </summary>
/// <remarks>Pages are numbered from 1, and no two coalesce: what is lost, invented, stale, torn, doubled or out of order is another page.</remarks>
public sealed class LapScenario : Scenario
{
    private readonly Func<IDirtyRing> _make;
    private readonly int _entries;
    private readonly int _harvests;
    private readonly int _resets;

    /// <summary>Makes a scenario.</summary>
    /// <param name="make">Makes the ring: reserved entries 0.</param>
    /// <param name="harvests">Harvests that run beside the pushes.</param>
    /// <param name="resets">Resets that run beside the pushes.</param>
    public LapScenario(Func<IDirtyRing> make, int harvests = 2, int resets = 1)
    {
        ArgumentNullException.ThrowIfNull(make);
        using IDirtyRing ring = make();
        if (ring.Geometry.ReservedEntries != 0)
            throw new ArgumentException($"The scenario needs a ring without reserved entries, not {ring.Geometry.ReservedEntries}.", nameof(make));
        (_make, _entries, _harvests, _resets) = (make, ring.Geometry.Entries, harvests, resets);
    }

    private int Pushes => _entries + 1;

    /// <inheritdoc/>
    public override IDirtyRing MakeRing() => _make();

    /// <inheritdoc/>
    public override void Produce(IDirtyProducer producer, PartyRun run)
    {
        int pushed = 0;
        while (pushed < Pushes && TryPush(producer, run, pushed + 1))
            pushed++;
        if (pushed < _entries)
            run.Fail($"push {pushed + 1} was refused by a ring of {_entries}");
        run.Await(3);
        for (; pushed < Pushes; pushed++)
        {
            if (!TryPush(producer, run, pushed + 1))
                run.Fail($"push {pushed + 1} was refused though everything had been reset");
        }

        // What shows the producer an empty ring lets the next push go without a look at the reset index.
        run.Await(6);
        if (producer.WaitForSpace(WaitStrategy.Spin, TimeSpan.Zero) != WaitStatus.Ready)
            run.Fail("there is no space though everything had been reset");
        if (!TryPush(producer, run, Pushes + 1))
            run.Fail("an empty ring refused a push");
        run.Await(9);
        run.Begin();
        Span<DirtyPage> pages = stackalloc DirtyPage[_entries];
        for (int i = 0; i < pages.Length; i++)
            pages[i] = Page(Pushes + 2 + i);
        PushResult result = producer.Push(pages);
        run.Note($"push of {pages.Length}: {result.Pushed} taken");
        if (result.Pushed != pages.Length)
            run.Fail($"an empty ring of {pages.Length} took {result.Pushed}");
    }

    /// <inheritdoc/>
    public override void Collect(IDirtyCollector collector, PartyRun run)
    {
        int harvested = 0;
        for (int i = 0; i < _harvests; i++)
            Harvest(collector, run, ref harvested);
        HarvestAll(1, _entries);
        HarvestAll(4, Pushes);
        HarvestAll(7, Pushes + 1);
        HarvestAll(10, Pushes + 1 + _entries);

        void HarvestAll(int turn, int pushed)
        {
            run.Await(turn);
            Harvest(collector, run, ref harvested);
            if (harvested < pushed)
                run.Fail($"{pushed} pages were pushed, {harvested} arrived");
        }
    }

    /// <inheritdoc/>
    public override void Reset(IDirtyResetter resetter, PartyRun run)
    {
        PageSink sink = new(run);
        for (int i = 0; i < _resets; i++)
            Reset(resetter, run, ref sink);
        ResetAll(2, _entries);
        ResetAll(5, Pushes);
        ResetAll(8, Pushes + 1);

        void ResetAll(int turn, int harvested)
        {
            run.Await(turn);
            Reset(resetter, run, ref sink);
            if (run.Progress < harvested)
                run.Fail($"{harvested} pages were harvested, {run.Progress} are reset");
        }
    }

    private static DirtyPage Page(int number) => new((uint)number, 100ul * (uint)number);

    private static bool TryPush(IDirtyProducer producer, PartyRun run, int number)
    {
        run.Begin();
        PushStatus status = producer.Push(Page(number));
        run.Note($"push {number}: {status}");
        return status <= PushStatus.PublishedSoftFull;
    }

    private void Harvest(IDirtyCollector collector, PartyRun run, ref int harvested)
    {
        run.Begin();
        Span<DirtyPage> pages = stackalloc DirtyPage[_entries];
        int count = collector.Harvest(pages).Pages;
        run.Note($"harvest: {count}");
        foreach (DirtyPage page in pages[..count])
        {
            harvested++;
            if (page != Page(harvested))
                run.Fail($"harvested {page} where {Page(harvested)} was pushed");
        }
    }

    private static void Reset(IDirtyResetter resetter, PartyRun run, ref PageSink sink)
    {
        run.Begin();
        ResetResult result = resetter.Reset(ref sink);
        run.Note($"reset: {result.Status}, {result.Entries}");
        if (result.Status != ResetStatus.Complete)
            run.Fail($"the collector did nothing wrong, and the reset says {result.Status}");
    }

    private readonly struct PageSink(PartyRun run) : IResetSink
    {
        public void ResetPages(uint slot, ulong offset, ulong mask)
        {
            run.Progress++;
            DirtyPage expected = Page(run.Progress);
            if (mask != 1 || new DirtyPage(slot, offset) != expected)
                run.Fail($"reset slot {slot} page {offset} mask {mask:x} where {expected} was pushed");
        }
    }
}
