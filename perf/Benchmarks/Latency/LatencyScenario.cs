using System.Collections.Generic;
using System.Linq;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.TwoThreads;
using RingCore.Benchmarks.Native;
using RingCore.Benchmarks.Transfer;
using RingCore.Layouts;

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
            new RingLatency<FlaggedFace<GfnEntry, DirtyPage>>(
                nameof(FlaggedDirtyRing), Rings.Flagged16(Entries), Rings.Flagged16(Entries), Entries),
            new RingLatency<FlaggedFace<PageAddressEntry, DirtyPageAddress>>(
                nameof(FlaggedPageRing), Rings.Flagged8(Entries), Rings.Flagged8(Entries), Entries),
            new RingLatency<IndexedFace>(nameof(IndexedDirtyRing), Rings.Indexed(Entries), Rings.Indexed(Entries), Entries),
        ];
        List<Absence> absences = [];
        rings.AddRange(NativeField.Load([.. NativeSource.Peers, .. NativeSource.Rings], absences).Select(peer => new NativeLatency(peer, Entries)));
        Absences = absences;
        List<ITwoThreadParty> parties = [new PingPongParty(), .. rings];
        try
        {
            TwoThreadHarness harness = new(parties, options.ProducerCpu, options.ConsumerCpu);
            harness.Run(options.Duration);
            return harness.Compare(
                Name, rings.Select(ring => new Pair(ring.Name, PingPongParty.PartyName)), "ns one way", nanoseconds => nanoseconds / 2);
        }
        finally
        {
            foreach (ITwoThreadParty party in parties)
                party.Dispose();
        }
    }
}
