using System;
using System.Collections.Generic;
using System.Threading;
using RingCore.Layouts;
using Fp = RingCore.ModelChecker.ModelFencePoints;

namespace RingCore.ModelChecker.Tests.Shared;

/// <summary>A bounded program of what crosses the process boundary beside the ring itself: the header, and sleeps on the other side's words.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Program">Makes the program.</param>
public sealed record SharedCase(string Name, Func<string, ModelProgram> Program)
{
    private const ulong Payload = 7;

    /// <summary>Every case.</summary>
    public static IReadOnlyList<SharedCase> All { get; } =
    [
        new("a ring is opened while it is made", Opening),
        new("a ring is opened while it is made and ends", name => Opening(name, closes: true)),
        new("a word changes once, one waits", name => Waiting(name, changes: 1)),
        new("a word changes twice, one waits for the second", name => Waiting(name, changes: 2)),
    ];

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal ModelProgram Make() => Program(Name);

    private static ModelProgram Opening(string name) => Opening(name, closes: false);

    private static unsafe ModelProgram Opening(string name, bool closes)
    {
        ModelProgram program = new(name);
        ToldWords* told = (ToldWords*)program.Block("told", ToldWords.Bytes);
        AnsweredWords* answered = (AnsweredWords*)program.Block("answered", AnsweredWords.Bytes);
        program.Label(&told->Header.Ready, "ready");
        SharedRingForm form = new(SharedRingDesign.Indexed, new RingGeometry(4, reservedEntries: 1), 9, new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), true);
        long toldBytes = SharedRegion.WholePages(form.ToldBytes);
        long answeredBytes = SharedRegion.WholePages(form.AnsweredBytes);
        program.Thread("maker", () =>
        {
            HeaderPublication.Publish<Fp>(form, told, toldBytes, answered, answeredBytes);
            if (closes)
                HeaderPublication.Close<Fp>(told);
        });
        program.Thread("opener", () =>
        {
            SharedOpenStatus status = HeaderPublication.Read<Fp>(told, toldBytes, answered, answeredBytes, out SharedRingForm? said);
            if (status == SharedOpenStatus.Opened && (said!.Id != form.Id || Fp.ReadOnce(&told->Reset) != 9))
                Model.Fail("opened another ring than was made");
            if (status != SharedOpenStatus.Opened && status != SharedOpenStatus.HalfMade && !(closes && status == SharedOpenStatus.Stale))
                Model.Fail($"{status} of a ring that is as it should be");
        });
        return program;
    }

    private static unsafe ModelProgram Waiting(string name, uint changes)
    {
        ModelProgram program = new(name) { SpinRounds = 3 };
        uint* word = program.Word("word");
        uint* waits = program.Word("waits");
        ulong* payload = program.LongWord("payload");
        program.Thread("changes", () =>
        {
            for (uint i = 1; i <= changes; i++)
            {
                Fp.WritePlain(payload, i == changes ? Payload : 0);
                Fp.StoreRelease(word, i);
                WordSignal.Raise<Fp>(word, waits);
            }
        });
        program.Thread("waits", () =>
        {
            WaitStatus status = WordSignal.Wait<Fp>(
                word, waits, changes, Waiter.Deadline.After(Timeout.InfiniteTimeSpan), CancellationToken.None, out uint seen);
            if (status != WaitStatus.Ready || seen != changes)
                Model.Fail($"the wait ended as {status} at {seen}");
            if (Fp.ReadPlain(payload) != Payload)
                Model.Fail("the word is seen before what was written ahead of it");
        });
        return program;
    }
}
