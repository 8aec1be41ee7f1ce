using System.Collections.Generic;
using System.Runtime.Intrinsics.X86;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.TwoThreads;

namespace RingCore.Benchmarks.RingSize;

/// <summary>What smaller entries, entries that are only read, and non-temporal access spare the neighbour.</summary>
internal sealed class NeighbourAccessScenario : IScenario
{
    private IReadOnlyList<Absence> _absences = [];
    private IReadOnlyList<Chart> _charts = [];

    public Requirement Requirement { get; } = new("neighbour-access", Cores: 2);

    public string Description => "As neighbour, by the ring's design and by the access: ordinary, or prefetchnta before each batch.";

    public IReadOnlyList<Absence> Absences => _absences;

    public IReadOnlyList<Chart> Charts => _charts;

    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        using NeighbourField field = new();
        List<CurvePlan> plans = [];
        IReadOnlyList<int> sets = NeighbourField.WorkingSets();
        foreach (int bytes in (int[])[sets[1], sets[2]])
        {
            WorkingSet neighbour = field.Neighbour(bytes);
            string loop = $"loop of {bytes >> 10} KiB";
            string undisturbed = $"{loop}, undisturbed";
            field.AddFlagged(undisturbed, 256, 256, neighbour, HarvestAccess.BeforeTheLoop);
            Add("FlaggedDirtyRing", (name, entries) => field.AddFlagged(name, entries, entries, neighbour, HarvestAccess.Ordinary));
            Add("FlaggedPageRing", (name, entries) => field.AddFlaggedPage(name, entries, entries, neighbour, HarvestAccess.Ordinary));
            Add("LapDirtyRing", (name, entries) => field.AddLap(name, entries, entries, neighbour, HarvestAccess.Ordinary));
            Add("IndexedDirtyRing", (name, entries) => field.AddIndexed(name, entries, entries, neighbour, HarvestAccess.Ordinary));
            if (!Sse.IsSupported)
                continue;
            Add("FlaggedDirtyRing nta", (name, entries) => field.AddFlagged(name, entries, entries, neighbour, HarvestAccess.NonTemporal));
            Add("IndexedDirtyRing nta", (name, entries) => field.AddIndexed(name, entries, entries, neighbour, HarvestAccess.NonTemporal));

            void Add(string ring, System.Action<string, int> add)
            {
                List<(double, Pair)> points = [];
                foreach (int entries in (int[])[1024, 4096, 16384])
                {
                    string name = $"{loop}, {ring} of {entries}";
                    add(name, entries);
                    points.Add((entries, new Pair(undisturbed, name)));
                }

                plans.Add(new CurvePlan($"{loop}, {ring}", points));
            }
        }

        if (!Sse.IsSupported)
            _absences = [new Absence("nta", "not run: this processor has no prefetchnta")];
        TwoThreadHarness harness = new(field.Parties, options.ProducerCpu, options.ConsumerCpu);
        harness.Run(options.Duration);
        IReadOnlyList<Comparison> comparisons = harness.Compare(
            Requirement.Name, CurvePlan.PairsOf(plans), "ns/line", static nanoseconds => nanoseconds);
        _charts = CurvePlan.Drawn(
            new Chart(
                "neighbour-access", "A neighbour's next pass, by design and access", "entries of the ring, all harvested", "time over undisturbed",
                IsXLogarithmic: true, IsYLogarithmic: false, CurvePlan.Draw(plans, comparisons)));
        return comparisons;
    }
}
