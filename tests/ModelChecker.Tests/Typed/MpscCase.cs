using System.Collections.Generic;
using System.Linq;

namespace RingCore.ModelChecker.Tests.Typed;

/// <summary>A bounded run of the ring of many producers; its 32-bit indices wrap inside the run.</summary>
/// <param name="Capacity">Slots.</param>
/// <param name="Pushes">Items that each producer pushes.</param>
/// <param name="Before">Items that are in the ring from the start.</param>
/// <param name="Batch">Items per push, and per take.</param>
/// <param name="Skips">Times that the consumer skips a claim which is not published.</param>
/// <param name="Retries">Times that each producer tries again, having been refused, where the consumer goes on meanwhile.</param>
/// <param name="Aborts">Whether each producer first claims a slot and gives it back.</param>
/// <param name="Completes">Whether the first producer completes, and the consumer takes until then.</param>
/// <param name="ConsumerSleeps">Whether the consumer sleeps for items.</param>
/// <param name="ProducersSleep">Whether the producers sleep for space.</param>
internal sealed record MpscCase(
    int Capacity, IReadOnlyList<int> Pushes, int Before = 0, int Batch = 1, int Skips = 0, int Retries = 0, bool Aborts = false, bool Completes = false,
    bool ConsumerSleeps = false, bool ProducersSleep = false)
{
    /// <summary>Small ones first.</summary>
    internal static IReadOnlyList<TypedCase> All { get; } =
    [
        .. new MpscCase[]
        {
            new(1, [1]),
            new(1, [2]),
            new(1, [1], Skips: 1),
            new(1, [1], Aborts: true),
            new(2, [1, 1]),
            new(1, [1, 1]),
            new(1, [1], Before: 1),
            new(2, [1, 1], Before: 2),
            new(2, [2], Batch: 2),
            new(2, [2], Batch: 2, Skips: 1),
            new(1, [1, 1], Completes: true),
            new(2, [1, 1], Completes: true),
            new(1, [1], ConsumerSleeps: true),
            new(1, [1], Before: 1, ProducersSleep: true),
            new(1, [1, 0], Completes: true, ConsumerSleeps: true),
            new(1, [2], Skips: 1),
            new(1, [1, 1], Skips: 1),
            new(2, [1, 1], Skips: 1),
            new(2, [3], Skips: 1),
            new(1, [1, 1], Skips: 2),
            new(1, [1, 1], Skips: 1, Retries: 1),
            new(2, [2], Before: 2),
        }.Select(each => new TypedCase("Mpsc", each.ToString(), name => MpscProgram<PairItem>.Make(name, each))),
        new("Mpsc", "mpsc ring, 1 slots of a line, 1+1 items, 1 skips, 1 retries", name => MpscProgram<LineItem>.Make(name, new MpscCase(1, [1, 1], Skips: 1, Retries: 1))),
        new("Mpsc", "mpsc ring, a producer sleeps through 2^31 - 1 claims", name => MpscProgram<PairItem>.MakeSleeper(name, -1)),
        new("Mpsc", "mpsc ring, a producer sleeps through 2^31 + 1 claims", name => MpscProgram<PairItem>.MakeSleeper(name, 1)),
    ];

    /// <inheritdoc/>
    public override string ToString()
    {
        string text = $"mpsc ring, {Capacity} slots, {string.Join('+', Pushes)} items";
        text += Before == 0 ? "" : $" and {Before} before";
        text += Batch == 1 ? "" : $", by {Batch}";
        text += Skips == 0 ? "" : $", {Skips} skips";
        text += Retries == 0 ? "" : $", {Retries} retries";
        text += Aborts ? ", after aborts" : "";
        text += Completes ? ", and the end" : "";
        text += ConsumerSleeps ? ", the consumer sleeps" : "";
        return text + (ProducersSleep ? ", producers sleep" : "");
    }
}
