using System.Collections.Generic;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.TwoThreads;
using RingCore.Benchmarks.Transfer;

namespace RingCore.Benchmarks.ResetRate;

/// <summary>What a reset costs by how often it is called, beside a producer on another core.</summary>
internal sealed class ResetRateTransferScenario : IScenario
{
    // After every harvest, then rarer.
    private static readonly int[] s_shares = [ResetRates.RingEntries, .. ResetRates.Shares];

    private IReadOnlyList<Chart> _charts = [];

    public Requirement Requirement { get; } = new("reset-rate-transfer", Cores: 2);

    public string Description => "Two-thread transfer, pushed page by page, by how often the collector resets; the ratio is the throughput over a reset every quarter ring.";

    public IReadOnlyList<Chart> Charts => _charts;

    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        List<ITwoThreadParty> parties = [];
        List<CurvePlan> plans = [];
        foreach (int push in (int[])[1, 64])
        {
            string flagged = $"{nameof(FlaggedDirtyRing)} {push} > 64";
            string lap = $"{nameof(LapDirtyRing)} {push} > 64";
            string indexed = $"{nameof(IndexedDirtyRing)} {push} > 64";
            foreach (int share in s_shares)
            {
                parties.Add(Party(flagged, Rings.Flagged16(ResetRates.RingEntries), share));
                parties.Add(Party(lap, Rings.Lap16(ResetRates.RingEntries), share));
                parties.Add(Party(indexed, Rings.Indexed(ResetRates.RingEntries), share));
            }

            plans.Add(ResetRates.Plan(flagged, s_shares));
            plans.Add(ResetRates.Plan(lap, s_shares));
            plans.Add(ResetRates.Plan(indexed, s_shares));

            TransferParty Party<TFace>(string ring, TFace face, int share)
                where TFace : struct, IRingFace
                => new(new RingTransfer<TFace>(ResetRates.Name(ring, share), face, ResetRates.RingEntries, push, 64, share));
        }

        TwoThreadHarness harness = new(parties, options.ProducerCpu, options.ConsumerCpu);
        harness.Run(options.Duration);
        IReadOnlyList<Comparison> comparisons = harness.Compare(
            Requirement.Name, CurvePlan.PairsOf(plans), "M pages/s", static nanoseconds => 1000 / nanoseconds);
        _charts = CurvePlan.Drawn(ResetRates.Chart("reset-rate-transfer", "How rarely to reset, two threads", plans, comparisons));
        foreach (ITwoThreadParty party in parties)
            party.Dispose();
        return comparisons;
    }
}
