using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace RingCore.Tracking.Tests;

/// <summary>Any sequence of marks, drains and rounds, against sets of page numbers.</summary>
public class TrackerModelTests
{
    private const int Pages = 378;

    public enum Act
    {
        MarkByFirst,
        MarkBySecond,
        MarkByNobody,
        Drain,
        Collect,
        Reset,
        Commit,
        Drop,
        ReopenWriter,
    }

    public readonly record struct Step(Act Act, int Gfn, int Count);

    [Theory]
    [MemberData(nameof(Designs.All), MemberType = typeof(Designs))]
    public void Loses_nothing_invents_nothing_and_pushes_each_page_once_per_round(RingDesign design, int entryBytes)
    {
        Gen<Act> act = Gen.Frequency(
            (6, Gen.Elements(Act.MarkByFirst, Act.MarkBySecond, Act.MarkByNobody)),
            (3, Gen.Elements(Act.Collect, Act.Reset, Act.Commit, Act.Drop)),
            (1, Gen.Elements(Act.Drain, Act.ReopenWriter)));
        Gen<Step> step = from a in act
                         from gfn in Gen.Choose(0, Pages - 1)
                         from count in Gen.Frequency((5, Gen.Choose(1, 3)), (1, Gen.Choose(1, 200)))
                         select new Step(a, gfn, Math.Min(count, Pages - gfn));
        Arbitrary<Step[]> steps = Arb.From(step.ArrayOf().Resize(120), Shorter);
        Prop.ForAll(steps, run => Agrees(run, design, entryBytes)).Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(120));
    }

    private static IEnumerable<Step[]> Shorter(Step[] run) =>
        Enumerable.Range(0, run.Length).Select(gone => run.Where((_, i) => i != gone).ToArray());

    private static bool Agrees(Step[] run, RingDesign design, int entryBytes)
    {
        using TrackedMemory memory = new(300, 1, 77);
        using DirtyTracker tracker = new(memory, new TrackerOptions
        {
            Source = SourceKind.Barrier,
            Design = design,
            EntryBytes = entryBytes,
            Entries = 16,
            ReservedEntries = 4,
            ThrottleTimeout = TimeSpan.Zero,
        });
        Writer[] writers = [tracker.OpenWriter(), tracker.OpenWriter()];
        HashSet<ulong> marks = [];
        SortedSet<ulong> open = [];
        SortedSet<ulong> inFlight = [];
        CollectedRound? collected = null;
        ReadableRound? readable = null;
        long marked = 0;
        foreach ((Act act, int gfn, int count) in run.Append(new Step(Act.Drop, 0, 1)).Append(new Step(Act.Collect, 0, 1)))
        {
            switch (act)
            {
                case Act.MarkByFirst or Act.MarkBySecond or Act.MarkByNobody:
                    ulong[] news = [.. Enumerable.Range(gfn, count).Select(page => (ulong)page).Where(marks.Add)];
                    open.UnionWith(news);
                    marked += news.Length;
                    if (act == Act.MarkByNobody)
                        tracker.MarkDirty((ulong)gfn, count);
                    else if (writers[act - Act.MarkByFirst].MarkDirty((ulong)gfn, count) != new MarkResult(MarkStatus.Marked, news.Length))
                        return false;
                    break;
                case Act.Drain:
                    tracker.Drain();
                    break;
                case Act.ReopenWriter:
                    writers[gfn % 2].Dispose();
                    writers[gfn % 2] = tracker.OpenWriter();
                    break;
                case Act.Collect when collected is null && readable is null:
                    collected = tracker.Collect();
                    (inFlight, open) = (open, []);
                    if (!collected.Numbers().SequenceEqual(inFlight) || collected.Pages != inFlight.Count || tracker.Counters.PagesMarked != marked)
                        return false;
                    break;
                case Act.Reset when collected is not null:
                    readable = collected.Reset();
                    collected = null;
                    marks.ExceptWith(inFlight);
                    if (!readable.Numbers().SequenceEqual(inFlight))
                        return false;
                    break;
                case Act.Commit when readable is not null:
                    readable.Commit();
                    readable = null;
                    break;
                case Act.Drop:
                    if (collected is not null || readable is not null)
                    {
                        open.UnionWith(inFlight);
                        marks.UnionWith(inFlight);
                    }

                    collected?.Dispose();
                    readable?.Dispose();
                    (collected, readable) = (null, null);
                    break;
            }
        }

        collected?.Dispose();
        writers[0].Dispose();
        writers[1].Dispose();
        return true;
    }
}
