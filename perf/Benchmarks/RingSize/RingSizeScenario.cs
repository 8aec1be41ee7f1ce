using System;
using System.Collections.Generic;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.TwoThreads;
using RingCore.Benchmarks.Transfer;

namespace RingCore.Benchmarks.RingSize;

/// <summary>What a larger ring gains or costs where the collector is always there.</summary>
internal sealed class RingSizeScenario : IScenario
{
    private const int Usual = 4096;

    private IReadOnlyList<Chart> _charts = [];

    public Requirement Requirement { get; } = new("ring-size", Cores: 2);

    public string Description => $"Two-thread transfer by the ring's size; the ratio is the throughput over that of {Usual} entries.";

    public IReadOnlyList<Chart> Charts => _charts;

    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        List<ITwoThreadParty> parties = [];
        List<CurvePlan> plans = [];
        foreach (int push in (int[])[1, 256])
        {
            Add(nameof(FlaggedDirtyRing), push, Rings.Flagged16);
            Add(nameof(LapDirtyRing), push, Rings.Lap16);
            Add(nameof(IndexedDirtyRing), push, Rings.Indexed);
        }

        TwoThreadHarness harness = new(parties, options.ProducerCpu, options.ConsumerCpu);
        harness.Run(options.Duration);
        IReadOnlyList<Comparison> comparisons = harness.Compare(
            Requirement.Name, CurvePlan.PairsOf(plans), "M pages/s", static nanoseconds => 1000 / nanoseconds);
        _charts = CurvePlan.Drawn(
            new Chart(
                "ring-size", "Throughput by ring size, collector always there", "entries of the ring", $"throughput over {Usual} entries",
                IsXLogarithmic: true, IsYLogarithmic: false, CurvePlan.Draw(plans, comparisons)));
        foreach (ITwoThreadParty party in parties)
            party.Dispose();
        return comparisons;

        void Add<TFace>(string ring, int push, Func<int, TFace> create)
            where TFace : struct, IRingFace
        {
            List<(double, Pair)> points = [];
            foreach (int entries in NeighbourScenario.RingEntries)
            {
                parties.Add(new TransferParty(new RingTransfer<TFace>(Name(entries), create(entries), entries, push, 256)));
                points.Add((entries, new Pair(Name(entries), Name(Usual))));
            }

            plans.Add(new CurvePlan($"{ring} {push} > 256", points));

            string Name(int entries) => $"{ring} {push} > 256 of {entries}";
        }
    }
}
