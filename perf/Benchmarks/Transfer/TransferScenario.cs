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

    internal const string ReferencesName = "transfer-references";

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

    /// <summary>References.</summary>
    internal static TransferScenario References() => new(
        ReferencesName, "References to objects that are made beforehand, the framework's queues item by item. The ratio is our throughput over the peer's.", Field.References);

    /// <summary>To one reader.</summary>
    internal static TransferScenario Broadcast() => new(
        "transfer-broadcast", "A broadcast ring whose producer waits for its one reader, 16-byte items. The ratio is its throughput over the other's.",
        static entries => Field.Broadcast(entries, readers: 1));

    /// <summary>To two readers.</summary>
    internal static TransferScenario BroadcastToTwo() => new(
        "transfer-broadcast-two", "A broadcast ring and two readers that share a thread, against a channel for each, written in turn. An item that both have read counts once.",
        static entries => Field.Broadcast(entries, readers: 2));

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
