using System.Collections.Generic;
using System.Linq;
using System.Runtime.Intrinsics.X86;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.TwoThreads;
using RingCore.Benchmarks.Transfer;

namespace RingCore.Benchmarks.Handover;

/// <summary>Which design is faster where the ring is idle between bursts, down to bursts of one page.</summary>
internal sealed class BurstScenario : IScenario
{
    private const int Entries = 4096;

    private static readonly int[] s_burstPages = [1, 8, 64, 512];

    private IReadOnlyList<Chart> _charts = [];

    public Requirement Requirement { get; } = new("bursts", Cores: 2);

    public string Description =>
        "Bursts of pages, pushed page by page, into an idle ring until the collector has them all; the ratio is IndexedDirtyRing's time per burst over the ring's.";

    public IReadOnlyList<Chart> Charts => _charts;

    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        List<ITwoThreadParty> parties = [];
        foreach (int burst in s_burstPages)
        {
            parties.Add(Party(nameof(FlaggedDirtyRing), Rings.Flagged16(Entries), burst));
            parties.Add(Party(nameof(FlaggedPageRing), Rings.Flagged8(Entries), burst));
            parties.Add(Party(nameof(LapDirtyRing), Rings.Lap16(Entries), burst));
            if (Avx.X64.IsSupported)
                parties.Add(Party(nameof(X64LapDirtyRing), Rings.X64Lap16(Entries), burst));
            parties.Add(Party(nameof(IndexedDirtyRing), Rings.Indexed(Entries), burst));
            parties.Add(Party(nameof(PackedDirtyRing), Rings.Packed(Entries), burst));
        }

        List<CurvePlan> plans = [];
        foreach (string ring in (string[])[nameof(FlaggedDirtyRing), nameof(FlaggedPageRing), nameof(LapDirtyRing), nameof(X64LapDirtyRing), nameof(PackedDirtyRing)])
            plans.Add(new CurvePlan(ring, [.. s_burstPages.Select(burst => ((double)burst, new Pair(Name(ring, burst), Name(nameof(IndexedDirtyRing), burst))))]));
        TwoThreadHarness harness = new(parties, options.ProducerCpu, options.ConsumerCpu);
        harness.Run(options.Duration);
        IReadOnlyList<Comparison> comparisons = harness.Compare(Requirement.Name, CurvePlan.PairsOf(plans), "ns/page", static nanoseconds => nanoseconds);
        _charts = CurvePlan.Drawn(
            new Chart(
                "bursts", "Bursts into an idle ring: above 1 the ring is faster than IndexedDirtyRing", "pages of a burst", "IndexedDirtyRing's time over the ring's",
                IsXLogarithmic: true, IsYLogarithmic: false, CurvePlan.Draw(plans, comparisons)));
        foreach (ITwoThreadParty party in parties)
            party.Dispose();
        return comparisons;
    }

    private static string Name(string ring, int burst) => $"{ring}, bursts of {burst}";

    private static BurstParty<TFace> Party<TFace>(string ring, TFace face, int burst)
        where TFace : struct, IRingFace => new(Name(ring, burst), face, Entries, burst);
}
