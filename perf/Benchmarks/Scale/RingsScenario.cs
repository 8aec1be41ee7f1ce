using System.Collections.Generic;
using System.Linq;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.OneThread;

namespace RingCore.Benchmarks.Scale;

/// <summary>What many rings cost one collector.</summary>
internal sealed class RingsScenario : IScenario
{
    private static readonly int[] s_rings = [1, 4, 16, 64];
    private static readonly int[] s_ringsAtRest = [16, 32, 64];

    private IReadOnlyList<Chart> _charts = [];

    public Requirement Requirement { get; } = new("rings", Cores: 1);

    public string Description =>
        $"{MemorySizes.DirtyPages} dirty pages in 1 to 64 rings of one collector; the ratio is the time per page with the fewest rings over that with more. At rest: per ring.";

    public IReadOnlyList<Chart> Charts => _charts;

    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        List<IParty> parties =
        [
            .. s_rings.Select(rings => new RingsParty(Dirty(rings), rings, MemorySizes.DirtyPages)),
            .. s_ringsAtRest.Select(rings => new RingsParty(Rest(rings), rings, 0)),
        ];
        List<CurvePlan> plans =
        [
            new CurvePlan($"{MemorySizes.DirtyPages} dirty pages, per page", [.. s_rings.Select(rings => ((double)rings, new Pair(Dirty(s_rings[0]), Dirty(rings))))]),
            new CurvePlan("at rest, per ring", [.. s_ringsAtRest.Select(rings => ((double)rings, new Pair(Rest(s_ringsAtRest[0]), Rest(rings))))]),
        ];
        OneThreadHarness harness = new(parties, options.ProducerCpu);
        harness.Run(options.Duration);
        _charts = CurvePlan.Drawn(
            new Chart(
                "rings", "One collector, many rings", "rings", "time over that with the fewest rings", IsXLogarithmic: true, IsYLogarithmic: false,
                CurvePlan.Draw(plans, harness.Compare(Requirement.Name, CurvePlan.PairsOf(plans)))));
        foreach (IParty party in parties)
            party.Dispose();
        return harness.Compare(
            Requirement.Name,
            [
                .. s_rings.Skip(1).Select(rings => new Pair(Dirty(rings), Dirty(s_rings[0]))),
                .. s_ringsAtRest.Skip(1).Select(rings => new Pair(Rest(rings), Rest(s_ringsAtRest[0]))),
            ]);
    }

    private static string Dirty(int rings) => $"{rings} x FlaggedDirtyRing";

    private static string Rest(int rings) => $"{rings} x FlaggedDirtyRing at rest";
}
