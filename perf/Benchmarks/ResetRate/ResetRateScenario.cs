using System.Collections.Generic;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Benchmarks.Micro;
using RingCore.Benchmarks.Transfer;
using RingCore.Layouts;

namespace RingCore.Benchmarks.ResetRate;

/// <summary>What a reset costs by how often it is called, where nobody waits for it.</summary>
internal sealed class ResetRateScenario : IScenario
{
    private IReadOnlyList<Chart> _charts = [];

    public Requirement Requirement { get; } = new("reset-rate", Cores: 1);

    public string Description =>
        $"Harvest in batches of {ResetRateParty<IndexedFace>.BatchPages} and reset every so often, one thread; the ratio is the speed over a reset every quarter ring.";

    public IReadOnlyList<Chart> Charts => _charts;

    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        List<IParty> parties = [];
        List<CurvePlan> plans = [];
        foreach ((string pattern, DirtyPage[] pages) in ((string, DirtyPage[])[])
            [("neighbouring pages", RingUnderTest.SequentialPages()), ("random pages", RingUnderTest.RandomPages())])
        {
            string flagged = $"{nameof(FlaggedDirtyRing)}, {pattern}";
            string flaggedPage = $"{nameof(FlaggedPageRing)}, {pattern}";
            string lap = $"{nameof(LapDirtyRing)}, {pattern}";
            string indexed = $"{nameof(IndexedDirtyRing)}, {pattern}";
            foreach (int share in ResetRates.Shares)
            {
                parties.Add(Party(flagged, Rings.Flagged16(ResetRates.RingEntries), share));
                parties.Add(Party(flaggedPage, Rings.Flagged8(ResetRates.RingEntries), share));
                parties.Add(Party(lap, Rings.Lap16(ResetRates.RingEntries), share));
                parties.Add(Party(indexed, Rings.Indexed(ResetRates.RingEntries), share));
            }

            foreach (string ring in (string[])[flagged, flaggedPage, lap, indexed])
                plans.Add(ResetRates.Plan(ring, ResetRates.Shares));

            ResetRateParty<TFace> Party<TFace>(string ring, TFace face, int share)
                where TFace : struct, IRingFace => new(ResetRates.Name(ring, share), face, pages, ResetRates.RingEntries / share);
        }

        OneThreadHarness harness = new(parties, options.ProducerCpu);
        harness.Run(options.Duration);
        IReadOnlyList<Comparison> comparisons = harness.Compare(Requirement.Name, CurvePlan.PairsOf(plans));
        _charts = CurvePlan.Drawn(ResetRates.Chart("reset-rate", "How rarely to reset, one thread", plans, comparisons));
        foreach (IParty party in parties)
            party.Dispose();
        return comparisons;
    }
}
