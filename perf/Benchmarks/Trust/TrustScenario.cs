using System.Collections.Generic;
using System.Linq;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Benchmarks.Micro;
using RingCore.Benchmarks.Transfer;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Trust;

/// <summary>What it costs not to trust the collector, by mode.</summary>
internal sealed class TrustScenario : IScenario
{
    private const string Plain = nameof(FlaggedDirtyRing);
    private const string Compatible = $"{nameof(GuardedDirtyRing)} kernel-compatible";
    private const string Shadowed = $"{nameof(GuardedDirtyRing)} shadowed";
    private const string Indexed = $"{nameof(IndexedDirtyRing)} read-only";

    private static readonly int[] s_batchPages = [1, 8, RingUnderTest.BatchPages];

    private IReadOnlyList<Chart> _charts = [];

    public Requirement Requirement { get; } = new("trust", Cores: 1);

    public string Description =>
        $"Push, harvest in batches of {RingUnderTest.BatchPages} and reset of {RingUnderTest.Entries} pages, one thread; the ratio is the speed over a ring that trusts its collector.";

    public IReadOnlyList<Chart> Charts => _charts;

    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        List<IParty> parties = [];
        List<CurvePlan> plans = [];
        foreach ((string pattern, DirtyPage[] pages) in ((string, DirtyPage[])[])
            [("neighbouring pages", RingUnderTest.SequentialPages()), ("random pages", RingUnderTest.RandomPages())])
        {
            foreach (int batch in s_batchPages)
            {
                parties.Add(Party(Plain, Rings.Flagged16(RingUnderTest.Entries), batch));
                parties.Add(Party(Compatible, Rings.Guarded(RingUnderTest.Entries, PeerTrust.KernelCompatible), batch));
                parties.Add(Party(Shadowed, Rings.Guarded(RingUnderTest.Entries, PeerTrust.Shadowed), batch));
                parties.Add(Party(Indexed, Rings.Indexed(RingUnderTest.Entries), batch));
            }

            foreach (string ring in (string[])[Compatible, Shadowed, Indexed])
                plans.Add(new CurvePlan($"{ring}, {pattern}", [.. s_batchPages.Select(batch => ((double)batch, new Pair(Name(ring, batch), Name(Plain, batch))))]));

            string Name(string ring, int batch) => $"{ring} {batch}, {pattern}";

            TrustParty<TFace> Party<TFace>(string ring, TFace face, int batch)
                where TFace : struct, IRingFace => new(Name(ring, batch), face, pages, batch);
        }

        OneThreadHarness harness = new(parties, options.ProducerCpu);
        harness.Run(options.Duration);
        IReadOnlyList<Comparison> comparisons = harness.Compare(Requirement.Name, CurvePlan.PairsOf(plans));
        _charts = CurvePlan.Drawn(
            new Chart(
                "trust", "What it costs not to trust the collector", "pages per push", "speed over FlaggedDirtyRing",
                IsXLogarithmic: true, IsYLogarithmic: false, CurvePlan.Draw(plans, comparisons)));
        foreach (IParty party in parties)
            party.Dispose();
        return comparisons;
    }
}
