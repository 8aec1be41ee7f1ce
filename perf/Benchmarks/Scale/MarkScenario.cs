using System.Collections.Generic;
using System.Linq;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.OneThread;

namespace RingCore.Benchmarks.Scale;

/// <summary>What the look-up of a page's mark costs a writer, by the memory's size.</summary>
internal sealed class MarkScenario : IScenario
{
    private const int ClusterPages = 64;
    private const int ScatteredPages = 1 << 17;
    private const string Marked = "Writer.MarkDirty, marked already, clusters of 64";
    private const string MarkedScattered = "Writer.MarkDirty, marked already, 128 Ki scattered pages";
    private const string First = "Writer.MarkDirty, first of a round, clusters of 64";
    private const string FirstScattered = "Writer.MarkDirty, first of a round, scattered pages";

    private IReadOnlyList<Chart> _charts = [];

    public Requirement Requirement { get; } = new("mark", Cores: 1);

    public string Description => "A writer's MarkDirty in memories from 1 GiB to 1 TiB; the ratio is the time in 1 GiB, clustered and marked already, over it.";

    public IReadOnlyList<Chart> Charts => _charts;

    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        List<IParty> parties = [];
        foreach (int gigabytes in MemorySizes.Gigabytes)
        {
            long pages = MemorySizes.Pages(gigabytes);
            parties.Add(new MarkParty(PartyName(Marked, gigabytes), pages, MemorySizes.DirtyPages, ClusterPages));
            parties.Add(new MarkParty(PartyName(MarkedScattered, gigabytes), pages, ScatteredPages, 1));
            parties.Add(new FirstMarkParty(PartyName(First, gigabytes), pages, ClusterPages));
            parties.Add(new FirstMarkParty(PartyName(FirstScattered, gigabytes), pages, 1));
        }

        string fastest = PartyName(Marked, MemorySizes.Gigabytes[0]);
        List<CurvePlan> plans = [.. ((string[])[Marked, MarkedScattered, First, FirstScattered]).Select(kind => new CurvePlan(
            kind, [.. MemorySizes.Gigabytes.Select(size => ((double)size, new Pair(fastest, PartyName(kind, size))))]))];
        OneThreadHarness harness = new(parties, options.ProducerCpu);
        harness.Run(options.Duration);
        IReadOnlyList<Comparison> comparisons = harness.Compare(Requirement.Name, CurvePlan.PairsOf(plans));
        _charts = CurvePlan.Drawn(
            new Chart(
                "mark", "MarkDirty by the memory's size", "GiB of tracked memory", $"time over that of a clustered, marked page in {MemorySizes.Name(MemorySizes.Gigabytes[0])}",
                IsXLogarithmic: true, IsYLogarithmic: true, CurvePlan.Draw(plans, comparisons)));
        foreach (IParty party in parties)
            party.Dispose();
        return comparisons;
    }

    private static string PartyName(string kind, int gigabytes) => $"{kind}, {MemorySizes.Name(gigabytes)}";
}
