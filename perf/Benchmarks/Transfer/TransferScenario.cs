using System;
using System.Collections.Generic;
using System.Linq;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.TwoThreads;

namespace RingCore.Benchmarks.Transfer;

/// <summary>Pages from one thread to another: each of our rings against each peer.</summary>
/// <param name="name">The scenario's name.</param>
/// <param name="description">Its sentence.</param>
/// <param name="create">Makes the competitors for rings of so many entries.</param>
internal sealed class TransferScenario(string name, string description, Func<int, Field> create) : IScenario
{
    internal const string ItemByItemName = "transfer";
    internal const string BatchedName = "transfer-batched";

    private const int Entries = 4096;

    public Requirement Requirement { get; } = new(name, Cores: 2);

    public string Description => description;

    public IReadOnlyList<Absence> Absences { get; private set; } = [];

    /// <summary>Item by item.</summary>
    internal static TransferScenario ItemByItem() =>
        new(ItemByItemName, "16-byte pages from one thread to another, item by item. The ratio is our throughput over the peer's.", Field.ItemByItem);

    /// <summary>In batches.</summary>
    internal static TransferScenario Batched() =>
        new(BatchedName, "16-byte pages from one thread to another, in batches. The ratio is our throughput over the peer's.", Field.Batched);

    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        using Field field = create(Entries);
        Absences = field.Absences;
        TwoThreadHarness harness = new([.. field.All.Select(competitor => new TransferParty(competitor))], options.ProducerCpu, options.ConsumerCpu);
        harness.Run(options.Duration);
        return harness.Compare(
            name, field.Ours.SelectMany(ours => field.Peers.Select(peer => new Pair(ours.Name, peer.Name))), "M items/s", nanoseconds => 1e3 / nanoseconds);
    }
}
