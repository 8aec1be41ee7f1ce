using System.Collections.Generic;
using RingCore.Litmus.Code;
using RingCore.Litmus.Running;
using static RingCore.Litmus.Catalog.Field;

namespace RingCore.Litmus.Catalog;

/// <summary>The tests, in the order of the table.</summary>
internal static class LitmusTests
{
    private const string Plain = "ReadPlain, WritePlain";
    private const string Once = "ReadOnce, WriteOnce";
    private const string Ordered = "LoadAcquire, StoreRelease";

    // A process-wide fence takes microseconds: so does the spread of the starts.
    private const int ProcessWideSkew = 16_384;

    private static readonly Observed[] s_bothMiss = [new(R0, 0, Weak: 0), new(R1, 0, Weak: 0)];
    private static readonly Observed[] s_firstOnly = [new(R0, 0, Weak: 1), new(R1, 0, Weak: 0)];
    private static readonly Observed[] s_bothSee = [new(R0, 0, Weak: 1), new(R1, 0, Weak: 1)];
    private static readonly Observed[] s_bothEarlier = [new(X, 1, Weak: 1), new(Y, 1, Weak: 1)];
    private static readonly Observed[] s_lastAndMiss = [new(Y, 1, Weak: 2), new(R0, 0, Weak: 0)];
    private static readonly Observed[] s_seeAndLose = [new(R0, 0, Weak: 1), new(X, 1, Weak: 2)];
    private static readonly Observed[] s_brokenChain = [new(R0, 0, Weak: 1), new(R1, 0, Weak: 1), new(R2, 0, Weak: 0)];
    private static readonly Observed[] s_opposite = [new(R0, 0, Weak: 1), new(R1, 0, Weak: 0), new(R2, 0, Weak: 1), new(R3, 0, Weak: 0)];

    internal static IReadOnlyList<LitmusTest> All { get; } =
    [
        new("SB", Once, 2, Permission.Everywhere, PartyLoop<StoreBuffering<NoFence>>.Run, s_bothMiss) { MustBeSeenOnX64 = true },
        new("SB+fences", $"{Once}, FullFence between", 2, Permission.None, PartyLoop<StoreBuffering<FullFence>>.Run, s_bothMiss),
        new(
            "SB+wide",
            $"{Once}, ProcessWideFence between those of party 0 only",
            2,
            Permission.None,
            AsymmetricLoop.Run,
            s_bothMiss)
        {
            Instances = AsymmetricLoop.Instances,
            MaxSkew = ProcessWideSkew,
        },
        new("MP", Plain, 2, Permission.NotOnX64, PartyLoop<MessagePassing<PlainAccesses>>.Run, s_firstOnly),
        new("MP+once", Once, 2, Permission.None, PartyLoop<MessagePassing<OnceAccesses>>.Run, s_firstOnly),
        new("MP+ordered", Ordered, 2, Permission.None, PartyLoop<MessagePassing<OrderedAccesses>>.Run, s_firstOnly),
        new("LB", Plain, 2, Permission.NotOnX64, PartyLoop<LoadBuffering<PlainAccesses>>.Run, s_bothSee),
        new("LB+ordered", Ordered, 2, Permission.None, PartyLoop<LoadBuffering<OrderedAccesses>>.Run, s_bothSee),
        new("CoRR", Once, 2, Permission.None, PartyLoop<CoherentReads>.Run, s_firstOnly),
        new("2+2W", Plain, 2, Permission.NotOnX64, PartyLoop<TwoPlusTwoWrites<PlainAccesses>>.Run, s_bothEarlier),
        new("2+2W+ordered", Ordered, 2, Permission.None, PartyLoop<TwoPlusTwoWrites<OrderedAccesses>>.Run, s_bothEarlier),
        new("R", Plain, 2, Permission.Everywhere, PartyLoop<StoreThenLoad<PlainAccesses, NoFence>>.Run, s_lastAndMiss),
        new(
            "R+ordered+fence",
            $"{Ordered}, FullFence between those of party 1",
            2,
            Permission.None,
            PartyLoop<StoreThenLoad<OrderedAccesses, FullFence>>.Run,
            s_lastAndMiss),
        new("S", Plain, 2, Permission.NotOnX64, PartyLoop<LoadThenStore<PlainAccesses>>.Run, s_seeAndLose),
        new("S+ordered", Ordered, 2, Permission.None, PartyLoop<LoadThenStore<OrderedAccesses>>.Run, s_seeAndLose),
        new("WRC", Plain, 3, Permission.NotOnX64, PartyLoop<WriteToReadCausality<PlainAccesses>>.Run, s_brokenChain),
        new("WRC+ordered", Ordered, 3, Permission.None, PartyLoop<WriteToReadCausality<OrderedAccesses>>.Run, s_brokenChain),
        new("IRIW", Plain, 4, Permission.NotOnX64, PartyLoop<IndependentReads<PlainAccesses>>.Run, s_opposite),
        new("IRIW+ordered", Ordered, 4, Permission.None, PartyLoop<IndependentReads<OrderedAccesses>>.Run, s_opposite),
    ];
}
