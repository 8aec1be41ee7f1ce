using System.Collections.Generic;
using System.Linq;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.TwoThreads;
using RingCore.Layouts;
using RingCore.Platform;

namespace RingCore.Benchmarks.RingSize;

/// <summary>What harvesting a ring does to everybody else's cache, by the ring's size.</summary>
internal sealed class NeighbourScenario : IScenario
{
    /// <summary>KVM's smallest ring to its largest.</summary>
    internal static readonly int[] RingEntries = [256, 1024, 4096, 16384, 65536];

    private const int FewPages = 256;

    private IReadOnlyList<Chart> _charts = [];

    public Requirement Requirement { get; } = new("neighbour", Cores: 2);

    public string Description =>
        "A cache-resident loop's next pass after a FlaggedDirtyRing was harvested and reset on its core, over the undisturbed pass: the ratio is the slow-down.";

    public IReadOnlyList<Chart> Charts => _charts;

    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        using NeighbourField field = new();
        List<CurvePlan> whole = [];
        List<CurvePlan> few = [];
        foreach (int bytes in NeighbourField.WorkingSets())
        {
            WorkingSet neighbour = field.Neighbour(bytes);
            string loop = $"loop of {bytes >> 10} KiB";
            string undisturbed = $"{loop}, undisturbed";
            field.AddFlagged(undisturbed, FewPages, FewPages, neighbour, HarvestAccess.BeforeTheLoop);
            List<(double, Pair)> wholePoints = [];
            List<(double, Pair)> fewPoints = [];
            foreach (int entries in RingEntries)
            {
                string name = $"{loop}, ring of {entries} harvested";
                field.AddFlagged(name, entries, entries, neighbour, HarvestAccess.Ordinary);
                wholePoints.Add((entries, new Pair(undisturbed, name)));
                name = $"{loop}, {FewPages} pages of a ring of {entries} harvested";
                field.AddFlagged(name, entries, FewPages, neighbour, HarvestAccess.Ordinary);
                fewPoints.Add((entries, new Pair(undisturbed, name)));
            }

            whole.Add(new CurvePlan(loop, wholePoints));
            few.Add(new CurvePlan(loop, fewPoints));
        }

        TwoThreadHarness harness = new(field.Parties, options.ProducerCpu, options.ConsumerCpu);
        harness.Run(options.Duration);
        IReadOnlyList<Comparison> comparisons = harness.Compare(
            Requirement.Name, CurvePlan.PairsOf(whole.Concat(few)), "ns/line", static nanoseconds => nanoseconds);
        _charts = CurvePlan.Drawn(
            new Chart(
                "neighbour", "A neighbour's next pass after a full ring was harvested", "entries of the ring, all harvested",
                "time over undisturbed", IsXLogarithmic: true, IsYLogarithmic: false, CurvePlan.Draw(whole, comparisons)),
            new Chart(
                "neighbour-few", $"A neighbour's next pass after {FewPages} pages were harvested", $"entries of the ring, {FewPages} of them harvested",
                "time over undisturbed", IsXLogarithmic: true, IsYLogarithmic: false, CurvePlan.Draw(few, comparisons)),
            Footprint());
        return comparisons;
    }

    /// <summary>What the arithmetic says of this machine's caches, to stand beside what was measured. No curves where nothing tells them.</summary>
    private static Chart Footprint()
    {
        List<Curve> curves = [];
        foreach (CacheGeometry cache in CacheTopology.Detect(out _).Where(static cache => cache.Kind != CacheKind.Instruction))
        {
            curves.Add(new Curve(
                $"level {cache.Level}: {cache.Ways} ways of {cache.WayBytes >> 10} KiB",
                [.. RingEntries.Select(entries => Point(entries, cache.Footprint((long)entries * KvmDirtyGfn.Bytes).WaysTaken))]));
        }

        return new Chart(
            "ring-footprint", "Ways of each cache that one pass over a ring takes, computed", "entries of the ring, 16 bytes each", "ways", IsXLogarithmic: true,
            IsYLogarithmic: true, curves);

        static CurvePoint Point(int entries, int ways) => new(entries, new Spread(1, ways, ways, ways));
    }
}
