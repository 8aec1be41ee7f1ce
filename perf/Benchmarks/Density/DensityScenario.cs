using System.Collections.Generic;
using System.Globalization;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Benchmarks.Micro;

namespace RingCore.Benchmarks.Density;

/// <summary>Where a bitmap is cheaper than a ring.</summary>
internal sealed class DensityScenario : IScenario
{
    private const long PagesPerGiB = (1L << 30) / 4096;

    private IReadOnlyList<Chart> _charts = [];

    public Requirement Requirement { get; } = new("density", Cores: 1);

    public string Description =>
        "One round's cost per dirty page: the ring's harvest and reset against a vector scan of a bitmap that lists and clears; the ratio is the bitmap's time over the ring's.";

    public IReadOnlyList<Chart> Charts => _charts;

    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        List<IParty> parties = [];
        List<CurvePlan> plans = [];
        foreach (int runPages in (int[])[1, 16])
        {
            string pattern = runPages == 1 ? "random pages" : $"runs of {runPages}";
            string ring = $"{nameof(FlaggedDirtyRing)}, {pattern}";
            parties.Add(new RingRoundParty(ring, DirtySet.Choose(64 * PagesPerGiB, RingUnderTest.Entries, runPages), 64 * PagesPerGiB));
            foreach ((int gigabytes, double[] percents) in ((int, double[])[])
                [(1, [0.01, 0.1, 1, 10, 50]), (4, [0.01, 0.1, 1, 10, 50]), (64, [0.001, 0.01, 0.1, 1])])
            {
                long pages = gigabytes * PagesPerGiB;
                List<(double, Pair)> points = [];
                foreach (double percent in percents)
                {
                    string bitmap = string.Create(CultureInfo.InvariantCulture, $"bitmap of {gigabytes} GiB, {percent} % in {pattern}");
                    parties.Add(new BitmapParty(bitmap, pages, DirtySet.Choose(pages, (int)(pages * percent / 100), runPages)));
                    points.Add((percent, new Pair(ring, bitmap)));
                }

                plans.Add(new CurvePlan($"{gigabytes} GiB, {pattern}", points));
            }
        }

        OneThreadHarness harness = new(parties, options.ProducerCpu);
        harness.Run(options.Duration);
        IReadOnlyList<Comparison> comparisons = harness.Compare(Requirement.Name, CurvePlan.PairsOf(plans));
        _charts = CurvePlan.Drawn(
            new Chart(
                "density", "Ring against bitmap: above 1 the ring is cheaper", "% of the pages dirty", "the bitmap's time per dirty page over the ring's",
                IsXLogarithmic: true, IsYLogarithmic: true, CurvePlan.Draw(plans, comparisons)));
        foreach (IParty party in parties)
            party.Dispose();
        return comparisons;
    }
}
