using System.Collections.Generic;
using System.Linq;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.TwoThreads;

namespace RingCore.Benchmarks.RingSize;

/// <summary>How large a ring must be for a collector that comes by every so often.</summary>
internal sealed class VisitsScenario : IScenario
{
    private static readonly int[] s_visitMicroseconds = [50, 200, 1000];

    private IReadOnlyList<Chart> _charts = [];

    public Requirement Requirement { get; } = new("visits", Cores: 2);

    public string Description =>
        $"A producer of one page every {VisitedRingParty.NanosecondsPerPage} ns and a collector that comes by every so often: "
        + "the ratio is the largest ring's time per page over the ring's, 1 where the producer never waits.";

    public IReadOnlyList<Chart> Charts => _charts;

    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        List<VisitedRingParty> parties = [];
        List<CurvePlan> plans = [];
        foreach (int microseconds in s_visitMicroseconds)
        {
            string largest = Name(NeighbourScenario.RingEntries[^1], microseconds);
            plans.Add(new CurvePlan(
                $"every {microseconds} µs", [.. NeighbourScenario.RingEntries.Select(entries => ((double)entries, new Pair(Name(entries, microseconds), largest)))]));
            foreach (int entries in NeighbourScenario.RingEntries)
                parties.Add(new VisitedRingParty(Name(entries, microseconds), entries, 1000.0 * microseconds));
        }

        TwoThreadHarness harness = new(parties, options.ProducerCpu, options.ConsumerCpu);
        harness.Run(options.Duration);
        IReadOnlyList<Comparison> comparisons = harness.Compare(Requirement.Name, CurvePlan.PairsOf(plans), "ns/page", static nanoseconds => nanoseconds);
        List<Curve> stalls = [];
        for (int i = 0; i < s_visitMicroseconds.Length; i++)
        {
            stalls.Add(new Curve(
                plans[i].Name, [.. NeighbourScenario.RingEntries.Select((entries, j) => new CurvePoint(entries, parties[(i * NeighbourScenario.RingEntries.Length) + j].StallsPerThousand))]));
        }

        _charts = CurvePlan.Drawn(
            new Chart(
                "visits", $"One page every {VisitedRingParty.NanosecondsPerPage} ns, a collector that comes by", "entries of the ring",
                "the producer's speed, over the largest ring's", IsXLogarithmic: true, IsYLogarithmic: false, CurvePlan.Draw(plans, comparisons)),
            new Chart(
                "stalls", "How often the producer found the ring soft full, both distances", "entries of the ring", "times per 1000 pages",
                IsXLogarithmic: true, IsYLogarithmic: false, stalls));
        foreach (VisitedRingParty party in parties)
            party.Dispose();
        return comparisons;

        static string Name(int entries, int microseconds) => $"FlaggedDirtyRing of {entries}, every {microseconds} µs";
    }
}
