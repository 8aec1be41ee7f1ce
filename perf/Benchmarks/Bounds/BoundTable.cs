using System.Collections.Generic;
using RingCore.Benchmarks.Checkpoints;
using RingCore.Benchmarks.Events;
using RingCore.Benchmarks.Latency;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Scale;
using RingCore.Benchmarks.Transfer;
using RingCore.Benchmarks.Virtio;

namespace RingCore.Benchmarks.Bounds;

/// <summary>What RingCore promises of its speed, as data. Rings have 4096 entries.</summary>
internal static class BoundTable
{
    private const string OursInC = "C";
    private const string OursInCX64 = "C x64";
    private const string Scalar = "C scalar";
    private const string QemuLike = "QEMU-like";

    private static readonly string[] s_live = [CheckpointedSide.SubjectName];
    private static readonly string[] s_rings16 =
        [nameof(FlaggedDirtyRing), nameof(LapDirtyRing), nameof(X64LapDirtyRing), nameof(IndexedDirtyRing)];

    private static readonly string[] s_resets16 = [nameof(FlaggedDirtyRing), nameof(LapDirtyRing)];
    private static readonly string[] s_packed = [nameof(PackedDirtyRing)];
    private static readonly string[] s_rings8 = [nameof(FlaggedPageRing), nameof(LapPageRing), nameof(X64LapPageRing)];
    private static readonly string[] s_typed = ["SpscRing"];
    private static readonly string[] s_ringsInC16 = ["C lap", "C lap x64", "C flagged", "C flagged x64", "C indexed", "C indexed + mark"];
    private static readonly string[] s_peers = ["rte_ring", "ck_ring", "boost spsc_queue", "readerwriterqueue"];
    private static readonly string[] s_channels = ["Channel bounded", "Channel bounded 1:1", "Channel unbounded", "Channel unbounded 1:1"];

    private static readonly string[] s_items16 = Transfers(s_rings16, 1);
    private static readonly string[] s_batches16 = [.. Transfers(s_rings16, 32), .. Transfers(s_rings16, 256)];
    private static readonly string[] s_queues4 = [FourProducers(ManyProducersScenario.Queue)];
    private static readonly string[] s_channels4 = [FourProducers(ManyProducersScenario.Bounded), FourProducers(ManyProducersScenario.Unbounded)];
    private static readonly string[] s_typedItems = Transfers(s_typed, 1);
    private static readonly string[] s_typedBatches = [.. Transfers(s_typed, 32), .. Transfers(s_typed, 256)];
    private static readonly string[] s_referenceChannels = System.Array.ConvertAll(s_channels, Field.OfReferences);
    private static readonly string[] s_itemsInC16 = Transfers(s_ringsInC16, 1);
    private static readonly string[] s_batchesInC16 = [.. Transfers(s_ringsInC16, 32), .. Transfers(s_ringsInC16, 256)];

    /// <summary>In the order in which they are printed.</summary>
    internal static IReadOnlyList<Bound> All { get; } =
    [
        Single("harvest16-c", "harvest+mark, 16-byte, portable", "harvest", [nameof(FlaggedDirtyRing)], [OursInC], Limit.AtMost(1.1)),
        Single("harvest16-scalar", "harvest+mark, 16-byte, portable", "harvest", [nameof(FlaggedDirtyRing)], [Scalar], Limit.AtLeast(2)),
        Single("harvest16-qemu", "harvest+mark, 16-byte, portable", "harvest", [nameof(FlaggedDirtyRing)], [QemuLike], Limit.AtLeast(5)),
        Single("harvest16-x64-c", "harvest+mark, 16-byte, x64 axioms", "harvest", [nameof(X64LapDirtyRing)], [OursInCX64], Limit.AtMost(1.05)),
        Single("harvest16-x64-scalar", "harvest+mark, 16-byte, x64 axioms", "harvest", [nameof(X64LapDirtyRing)], [Scalar], Limit.AtLeast(3)),
        Single("harvest8-c", "harvest+mark, 8-byte", "harvest-8", [nameof(FlaggedPageRing)], [OursInC], Limit.AtMost(1.1)),
        Single("harvest8-x64-c", "harvest+mark, 8-byte, x64 axioms", "harvest-8", [nameof(X64LapPageRing)], [OursInCX64], Limit.AtMost(1.1)),
        Single("harvest8-scalar", "harvest+mark, 8-byte", "harvest-8", s_rings8, [Scalar], Limit.AtLeast(5)),
        .. Transfer("transfer-native", "item by item, best native peer", TransferScenario.ItemByItemName, s_items16, Transfers(s_peers, 1), near: 2, far: 10),
        .. Transfer("transfer-c", "item by item, our C", TransferScenario.ItemByItemName, s_items16, s_itemsInC16, 0.9, 0.9),
        .. Transfer("transfer-queue", "item by item, the framework's queue", TransferScenario.ItemByItemName, s_items16, [Field.DefaultBaseline], 4, 4),
        .. Transfer("transfer-channels", "item by item, best channel", TransferScenario.ItemByItemName, s_items16, s_channels, 30, 30),
        .. Transfer("batched-native", "batches, best native burst of 256", TransferScenario.BatchedName, s_batches16, Transfers(s_peers, 256), 3, 3),
        .. Transfer("batched-c", "batches, our C", TransferScenario.BatchedName, s_batches16, s_batchesInC16, 0.9, 0.9),
        .. Transfer("typed-native", "typed, item by item, best native peer", TransferScenario.ItemByItemName, s_typedItems, Transfers(s_peers, 1), near: 2, far: 10),
        .. Transfer("typed-queue", "typed, item by item, the framework's queue", TransferScenario.ItemByItemName, s_typedItems, [Field.DefaultBaseline], 4, 4),
        .. Transfer("typed-channels", "typed, item by item, best channel", TransferScenario.ItemByItemName, s_typedItems, s_channels, 30, 30),
        .. Transfer("typed-batched-native", "typed, batches, best native burst of 256", TransferScenario.BatchedName, s_typedBatches, Transfers(s_peers, 256), 3, 3),
        .. Transfer("many-queue", "4 producers, item by item, the framework's queue", ManyProducersScenario.Name, [FourProducers(ManyProducersScenario.Items)], s_queues4, 4, 4),
        .. Transfer("many-channels", "4 producers, item by item, best channel", ManyProducersScenario.Name, [FourProducers(ManyProducersScenario.Items)], s_channels4, 30, 30),
        .. Transfer("many-batched-queue", "4 producers, batches, the framework's queue", ManyProducersScenario.Name, [FourProducers(ManyProducersScenario.Batches)], s_queues4, 4, 4),
        .. Transfer("many-batched-channels", "4 producers, batches, best channel", ManyProducersScenario.Name, [FourProducers(ManyProducersScenario.Batches)], s_channels4, 30, 30),
        .. References("references-one", "one producer", "ManagedSpscRing"),
        .. References("references-many", "ring of many producers", "ManagedMpscRing"),
        .. Latency("latency8", "8-byte", s_rings8, 1.15),
        .. Latency("latency16", "16-byte", s_rings16, 1.4),
        .. Both("virtqueue-line", "virtqueue, there and back, idle", VirtqueueTrip.Idle, PingPongParty.TwoLines, Limit.AtMost(1.15), Limit.AtMost(1.15)),
        .. Both("virtqueue-queues", "virtqueue, there and back, 64 under way", VirtqueueTrip.Busy, QueuePairTrip.Busy, Limit.AtLeast(1.5), Limit.AtLeast(1.5)),
        Single("push-c", "push, uncontended, ring not full", "push", [nameof(FlaggedDirtyRing)], ["C flagged"], Limit.AtMost(1.1)),
        Single("reset-sequential-c", "reset, sequential pages", "reset-sequential", s_resets16, ["C entry by entry"], Limit.AtLeast(4)),
        Single("reset-random-c", "reset, random pages", "reset-random", s_resets16, ["C entry by entry"], Limit.AtLeast(1)),
        Single("harvest-packed-c", "harvest+mark, packed", "harvest", s_packed, [OursInC], Limit.AtMost(1.1)),
        Single("harvest-packed-qemu", "harvest+mark, packed", "harvest", s_packed, [QemuLike], Limit.AtLeast(5)),
        Single("push-packed-c", "push in batches, packed, uncontended", "push", [$"{nameof(PackedDirtyRing)} 256"], ["C flagged 256"], Limit.AtMost(1.1)),
        Single("reset-packed-c", "reset, packed, sequential pages", "reset-sequential", s_packed, ["C entry by entry"], Limit.AtLeast(4)),
        .. Transfer("packed-queue", "packed, item by item, the framework's queue", TransferScenario.ItemByItemName, Transfers(s_packed, 1), [Field.DefaultBaseline], 4, 4),
        .. Transfer("packed-channels", "packed, item by item, best channel", TransferScenario.ItemByItemName, Transfers(s_packed, 1), s_channels, 30, 30),
        .. Transfer("packed-native", "packed, batches, best native burst of 256", TransferScenario.BatchedName, Transfers(s_packed, 256), Transfers(s_peers, 256), 2, 2),
        Single("events-off", "events compiled in, nobody listens", EventsScenario.Name, [EventsScenario.Silent], [EventsScenario.WithoutEvents], Limit.AtMost(1.05)),
        Single("live-transactions", "LiveCheckpoint: transactions", ThroughputScenario.WithoutCheckpointsName, s_live, [UncheckpointedSide.SameWritePath], Limit.AtLeast(0.9)),
        Single("live-bytes", "LiveCheckpoint: bytes written", WrittenBytesScenario.Name, s_live, [WrittenBytesScenario.DirtyPages], Limit.AtMost(1.1)),
        Single("live-small", "LiveCheckpoint: few dirty pages", BackupScenario.Name, s_live, [BackupScenario.SqliteBackup], Limit.AtLeast(20)),
        Single(
            "scale-ring", "harvest and reset per dirty page, 1 TiB against 1 GiB", MemorySizeScenario.Name, [MemorySizeScenario.PartyName(MemorySizeScenario.Ring, 1024)],
            [MemorySizeScenario.PartyName(MemorySizeScenario.Ring, 1)], Limit.AtMost(1.1)),
        Single(
            "scale-tracker", "a tracker's round per dirty page, 1 TiB against 1 GiB", MemorySizeScenario.Name,
            [MemorySizeScenario.PartyName(MemorySizeScenario.LargeClustered, 1024)], [MemorySizeScenario.PartyName(MemorySizeScenario.LargeClustered, 1)], Limit.AtMost(1.1)),
    ];

    private static string FourProducers(string party) => ManyProducers.NameOf(party, 4);

    private static string[] Transfers(string[] parties, int batch) => System.Array.ConvertAll(parties, party => $"{party} {batch} > {batch}");

    private static Bound Single(string name, string what, string scenario, string[] subjects, string[] against, Limit limit) =>
        new(name, what, scenario, subjects, against, Regime.Single, limit);

    private static Bound[] Transfer(string name, string what, string scenario, string[] subjects, string[] against, double near, double far) =>
    [
        new(name + "-near", "transfer, " + what, scenario, subjects, against, Regime.Near, Limit.AtLeast(near)),
        new(name + "-far", "transfer, " + what, scenario, subjects, against, Regime.Far, Limit.AtLeast(far)),
    ];

    private static Bound[] References(string name, string what, string ring)
    {
        string[] batches = [.. Transfers([ring], 32), .. Transfers([ring], 256)];
        return
        [
            .. Transfer(name + "-queue", $"references, {what}, batches, the framework's queue", TransferScenario.ReferencesName, batches, [Field.OfReferences(Field.DefaultBaseline)], 4, 4),
            .. Transfer(name + "-channels", $"references, {what}, batches, best channel", TransferScenario.ReferencesName, batches, s_referenceChannels, 30, 30),
        ];
    }

    private static Bound[] Both(string name, string what, string subject, string against, Limit near, Limit far) =>
    [
        new(name + "-near", what, VirtqueueScenario.Name, [subject], [against], Regime.Near, near),
        new(name + "-far", what, VirtqueueScenario.Name, [subject], [against], Regime.Far, far),
    ];

    private static Bound[] Latency(string name, string entries, string[] subjects, double most) =>
    [
        .. Latency(name, $"one-way latency, idle ring, {entries}", subjects, PingPongParty.OneLine, most),
        // Nobody asked for it: it holds where the bound above is out of any queue's reach, and keeps the ring at what is within it.
        .. Latency(name + "-lines", $"one-way latency, idle ring, {entries}", subjects, PingPongParty.TwoLines, most),
    ];

    private static Bound[] Latency(string name, string what, string[] subjects, string against, double most) =>
    [
        new(name + "-near", what, LatencyScenario.Name, subjects, [against], Regime.Near, Limit.AtMost(most)),
        new(name + "-far", what, LatencyScenario.Name, subjects, [against], Regime.Far, Limit.AtMost(most)),
    ];
}
