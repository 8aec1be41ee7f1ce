using System;
using System.Collections.Generic;
using System.Linq;
using RingCore.Benchmarks.Checkpoints;
using RingCore.Benchmarks.Density;
using RingCore.Benchmarks.Events;
using RingCore.Benchmarks.Handover;
using RingCore.Benchmarks.Latency;
using RingCore.Benchmarks.ResetRate;
using RingCore.Benchmarks.RingSize;
using RingCore.Benchmarks.Scale;
using RingCore.Benchmarks.SingleThread;
using RingCore.Benchmarks.Transfer;
using RingCore.Benchmarks.Trust;
using RingCore.Benchmarks.Virtio;

namespace RingCore.Benchmarks.Measuring;

/// <summary>Everything that <c>verify</c> and <c>report</c> measure. To add a scenario is to add its line here.</summary>
internal static class Scenarios
{
    /// <summary>In the order of the report.</summary>
    internal static IReadOnlyList<IScenario> All { get; } =
    [
        new HarvestScenario(),
        new HarvestAddressScenario(),
        new PushScenario(),
        ResetScenario.Sequential(),
        ResetScenario.Random(),
        new DesignsScenario(),
        TransferScenario.ItemByItem(),
        TransferScenario.Batched(),
        TransferScenario.References(),
        TransferScenario.Broadcast(),
        TransferScenario.BroadcastToTwo(),
        new LatencyScenario(),
        new VirtqueueScenario(),
        ThroughputScenario.WithoutCheckpoints(),
        ThroughputScenario.AgainstSqlite(),
        new WrittenBytesScenario(),
        new BackupScenario(),
        new BatchSizeScenario(),
        new MarkingScenario(),
        new BurstScenario(),
        new CaughtUpScenario(),
        new DensityScenario(),
        new ResetRateScenario(),
        new ResetRateTransferScenario(),
        new RingSizeScenario(),
        new VisitsScenario(),
        new NeighbourScenario(),
        new NeighbourAccessScenario(),
        new MemorySizeScenario(),
        new MarkScenario(),
        new LookupScenario(),
        new RingsScenario(),
        new VmPushScenario(),
        new CrewScenario(),
        new ManyProducersScenario(),
        new TrustScenario(),
        new EventsScenario(),
    ];

    /// <summary>Those with a text in their name.</summary>
    internal static List<IScenario> Named(string part) => [.. All.Where(scenario => scenario.Requirement.Name.Contains(part, StringComparison.Ordinal))];
}
