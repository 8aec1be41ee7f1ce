using System.Collections.Generic;
using System.Linq;

namespace RingCore.ModelChecker.Tests.Typed;

/// <summary>A bounded run of the ring of one producer and one consumer; its 32-bit indices wrap inside the run.</summary>
/// <param name="Capacity">Slots.</param>
/// <param name="Items">Items pushed, and taken.</param>
/// <param name="Batch">Items per push and per take.</param>
/// <param name="ItemBytes">8, 12 or 16.</param>
/// <param name="InPlace">Whether slots are claimed and items taken where they stand.</param>
/// <param name="Data">Whether each item stands for something that the producer wrote before it pushed.</param>
/// <param name="ConsumerSleeps">Whether the consumer sleeps for items.</param>
/// <param name="ProducerSleeps">Whether the producer sleeps for space.</param>
/// <param name="Completes">Whether the producer completes, and the consumer takes until then.</param>
/// <param name="ConsumerDies">Whether the consumer is disposed, and takes nothing.</param>
/// <param name="BlockItems">Slots of a block that has a word of the producer's index to itself.</param>
internal sealed record SpscCase(
    int Capacity, int Items, int Batch = 1, int ItemBytes = 8, bool InPlace = false, bool Data = false, bool ConsumerSleeps = false,
    bool ProducerSleeps = false, bool Completes = false, bool ConsumerDies = false, int BlockItems = 1)
{
    /// <summary>Small ones first.</summary>
    internal static IReadOnlyList<TypedCase> All { get; } =
    [
        .. new SpscCase[]
        {
            new(1, 1, Data: true),
            new(1, 2),
            new(1, 2, InPlace: true),
            new(1, 3, ItemBytes: 16, Data: true),
            new(1, 1, Completes: true),
            new(2, 3),
            new(2, 3, InPlace: true, Data: true),
            new(2, 2, Completes: true),
            new(2, 3, Completes: true, Data: true),
            new(2, 4, Batch: 2, ItemBytes: 12),
            new(2, 3, Batch: 2, InPlace: true),
            new(2, 3, BlockItems: 2),
            new(2, 4, Batch: 2, InPlace: true, BlockItems: 2),
            new(4, 6, Batch: 3, BlockItems: 2),
            new(4, 5, ItemBytes: 16, BlockItems: 2),
            new(4, 5, ItemBytes: 16),
            new(4, 6, Batch: 4, ItemBytes: 16),
            new(4, 5, Batch: 3, ItemBytes: 16, InPlace: true),
            new(1, 1, ConsumerSleeps: true),
            new(1, 2, ProducerSleeps: true),
            new(1, 1, ConsumerSleeps: true, Completes: true),
            new(1, 2, ProducerSleeps: true, ConsumerDies: true),
        }.Select(c => new TypedCase("Spsc", c.ToString(), c.Make)),
    ];

    /// <summary>Where the counters start: the last 32-bit index before the wrap belongs to an item in the middle.</summary>
    internal ulong FirstPosition => (1UL << 32) - (ulong)(Items / 2);

    /// <inheritdoc/>
    public override string ToString()
    {
        string text = $"SPSC ring, {Capacity} slots of {ItemBytes} bytes, {Items} items by {Batch}";
        text += BlockItems > 1 ? $", blocks of {BlockItems}" : "";
        text += InPlace ? ", in place" : "";
        text += Data ? ", with data" : "";
        text += ConsumerSleeps ? ", consumer sleeps" : "";
        text += ProducerSleeps ? ", producer sleeps" : "";
        text += Completes ? ", producer completes" : "";
        return text + (ConsumerDies ? ", consumer is disposed" : "");
    }

    private ModelProgram Make(string name) => ItemBytes switch
    {
        8 => SpscProgram<ulong>.Make(name, this),
        12 => SpscProgram<(uint, uint, uint)>.Make(name, this),
        _ => SpscProgram<(ulong, ulong)>.Make(name, this),
    };
}
