using System.Collections.Generic;
using System.Linq;
using RingCore.Benchmarks.Density;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.OneThread;

namespace RingCore.Benchmarks.Scale;

/// <summary>Whether the cost of a dirty page depends on the memory around it.</summary>
internal sealed class MemorySizeScenario : IScenario
{
    internal const string Name = "memory-size";

    private const int ClusterPages = 64;
    private const int LargeClusterPages = 512;
    internal const string Ring = "FlaggedDirtyRing harvest and reset";
    private const string Clustered = "DirtyTracker round, clusters of 64";
    internal const string LargeClustered = "DirtyTracker round, clusters of 512";
    private const string Scattered = "DirtyTracker round, scattered pages";
    private const string Rest = "DirtyTracker round at rest";
    private const string Bitmap = "bitmap scan, clusters of 64";

    private IReadOnlyList<Chart> _charts = [];

    public Requirement Requirement { get; } = new(Name, Cores: 1);

    public string Description =>
        $"{MemorySizes.DirtyPages} dirty pages in memories from 1 GiB to 1 TiB; the ratio is the time per page in the smallest memory over that in the larger: 0.91 is 1.1 times as slow.";

    public IReadOnlyList<Chart> Charts => _charts;

    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        List<IParty> parties = [];
        foreach (int gigabytes in MemorySizes.Gigabytes)
        {
            long pages = MemorySizes.Pages(gigabytes);
            ulong[] dirty = DirtySet.Choose(pages, MemorySizes.DirtyPages, ClusterPages);
            parties.Add(new RingRoundParty(PartyName(Ring, gigabytes), dirty, pages));
            parties.Add(new RoundParty(PartyName(Clustered, gigabytes), pages, MemorySizes.DirtyPages, ClusterPages));
            parties.Add(new RoundParty(PartyName(LargeClustered, gigabytes), pages, MemorySizes.DirtyPages, LargeClusterPages));
            parties.Add(new RoundParty(PartyName(Scattered, gigabytes), pages, MemorySizes.DirtyPages, 1));
            parties.Add(new RoundParty(PartyName(Rest, gigabytes), pages, 0, 1));
            parties.Add(new BitmapParty(PartyName(Bitmap, gigabytes), pages, dirty));
        }

        int smallest = MemorySizes.Gigabytes[0];
        string[] kinds = [Ring, LargeClustered, Clustered, Scattered, Rest, Bitmap];
        // The pair of the bound has the larger memory as its subject; the chart shows how much slower it is.
        List<Pair> bounds = [.. kinds.SelectMany(kind => MemorySizes.Gigabytes.Skip(1).Select(size => new Pair(PartyName(kind, size), PartyName(kind, smallest))))];
        List<CurvePlan> plans = [.. kinds.Select(kind => new CurvePlan(
            kind, [.. MemorySizes.Gigabytes.Select(size => ((double)size, new Pair(PartyName(kind, smallest), PartyName(kind, size))))]))];
        OneThreadHarness harness = new(parties, options.ProducerCpu);
        harness.Run(options.Duration);
        _charts = CurvePlan.Drawn(
            new Chart(
                "memory-size", $"Cost of {MemorySizes.DirtyPages} dirty pages by the memory's size", "GiB of tracked memory", "time over that of 1 GiB",
                IsXLogarithmic: true, IsYLogarithmic: true, CurvePlan.Draw(plans, harness.Compare(Name, CurvePlan.PairsOf(plans)))));
        foreach (IParty party in parties)
            party.Dispose();
        return harness.Compare(Name, bounds);
    }

    /// <summary>What a party is called.</summary>
    internal static string PartyName(string kind, int gigabytes) => $"{kind}, {MemorySizes.Name(gigabytes)}";
}
