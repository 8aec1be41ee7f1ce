using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.Intrinsics.X86;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.TwoThreads;
using RingCore.Benchmarks.Native;
using RingCore.Benchmarks.Transfer;

namespace RingCore.Benchmarks.Latency;

/// <summary>One-way latency of idle rings, ours and others.</summary>
internal sealed class LatencyScenario : IScenario
{
    internal const string Name = "latency";

    private const int Entries = 4096;

    public Requirement Requirement { get; } = new(Name, Cores: 2);

    public string Description =>
        "One-way latency of an idle ring: a page goes back and forth through two rings, item by item. The ratio divides the time of a bare cache line.";

    public IReadOnlyList<Absence> Absences { get; private set; } = [];

    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        List<ITwoThreadParty> rings =
        [
            Ring(nameof(FlaggedDirtyRing), Rings.Flagged16),
            Ring(nameof(FlaggedPageRing), Rings.Flagged8),
            Ring(nameof(LapDirtyRing), Rings.Lap16),
            Ring(nameof(LapPageRing), Rings.Lap8),
            Ring(nameof(IndexedDirtyRing), Rings.Indexed),
        ];
        if (Avx.X64.IsSupported)
            rings.AddRange([Ring(nameof(X64LapDirtyRing), Rings.X64Lap16), Ring(nameof(X64LapPageRing), Rings.X64Lap8)]);
        List<Absence> absences = [];
        rings.AddRange(NativeField.Load([.. NativeSource.Peers, .. NativeSource.Rings], absences).Select(peer => new NativeLatency(peer, Entries)));
        Absences = absences;
        List<ITwoThreadParty> parties = [new PingPongParty(1), new PingPongParty(2), .. rings];
        try
        {
            TwoThreadHarness harness = new(parties, options.ProducerCpu, options.ConsumerCpu);
            harness.Run(options.Duration);
            return harness.Compare(
                Name,
                rings.SelectMany(ring => (Pair[])[new(ring.Name, PingPongParty.OneLine), new(ring.Name, PingPongParty.TwoLines)]),
                "ns one way",
                nanoseconds => nanoseconds / 2);
        }
        finally
        {
            foreach (ITwoThreadParty party in parties)
                party.Dispose();
        }
    }

    private static RingLatency<TFace> Ring<TFace>(string name, Func<int, TFace> make)
        where TFace : struct, IRingFace
        => new(name, make(Entries), make(Entries), Entries);
}
