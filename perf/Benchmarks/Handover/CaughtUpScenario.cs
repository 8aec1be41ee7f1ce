using System.Collections.Generic;
using System.Linq;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.TwoThreads;
using RingCore.Benchmarks.Transfer;

namespace RingCore.Benchmarks.Handover;

/// <summary>What a ring costs a producer whose collector always has caught up.</summary>
internal sealed class CaughtUpScenario : IScenario
{
    private const int Entries = 4096;
    private const string Unpushed = "the same work, nothing pushed";

    private static readonly int[] s_pollPauses = [0, 8, 64];

    private IReadOnlyList<Chart> _charts = [];

    public Requirement Requirement { get; } = new("caught-up", Cores: 2);

    public string Description =>
        "A producer that works some 100 ns between pushes, a collector that polls; the ratio is the producer's time per page without the push over that with it.";

    public IReadOnlyList<Chart> Charts => _charts;

    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        List<ITwoThreadParty> parties = [new PacedParty<IndexedFace>(Unpushed, Rings.Indexed(Entries), Entries, PacedParty<IndexedFace>.Unpolled)];
        foreach (int pauses in s_pollPauses)
        {
            parties.Add(Party(nameof(FlaggedDirtyRing), Rings.Flagged16(Entries), pauses));
            parties.Add(Party(nameof(FlaggedPageRing), Rings.Flagged8(Entries), pauses));
            parties.Add(Party(nameof(LapDirtyRing), Rings.Lap16(Entries), pauses));
            parties.Add(Party(nameof(IndexedDirtyRing), Rings.Indexed(Entries), pauses));
            parties.Add(Party(nameof(PackedDirtyRing), Rings.Packed(Entries), pauses));
        }

        List<CurvePlan> plans = [];
        foreach (string ring in (string[])[nameof(FlaggedDirtyRing), nameof(FlaggedPageRing), nameof(LapDirtyRing), nameof(IndexedDirtyRing), nameof(PackedDirtyRing)])
            plans.Add(new CurvePlan(ring, [.. s_pollPauses.Select(pauses => ((double)pauses, new Pair(Name(ring, pauses), Unpushed)))]));
        TwoThreadHarness harness = new(parties, options.ProducerCpu, options.ConsumerCpu);
        harness.Run(options.Duration);
        IReadOnlyList<Comparison> comparisons = harness.Compare(Requirement.Name, CurvePlan.PairsOf(plans), "ns/page", static nanoseconds => nanoseconds);
        _charts = CurvePlan.Drawn(
            new Chart(
                "caught-up", "A producer beside a collector that polls", "pauses between two polls", "the producer's speed, over the same work without a ring",
                IsXLogarithmic: false, IsYLogarithmic: false, CurvePlan.Draw(plans, comparisons)));
        foreach (ITwoThreadParty party in parties)
            party.Dispose();
        return comparisons;
    }

    private static string Name(string ring, int pauses) => $"{ring}, {pauses} pauses between polls";

    private static PacedParty<TFace> Party<TFace>(string ring, TFace face, int pauses)
        where TFace : struct, IRingFace => new(Name(ring, pauses), face, Entries, pauses);
}
