using System.Collections.Generic;
using System.Linq;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.OneThread;

namespace RingCore.Benchmarks.Scale;

/// <summary>What a hierarchy before the marks would buy a writer of scattered pages.</summary>
internal sealed class LookupScenario : IScenario
{
    private const int Gigabytes = 1024;

    private static readonly int[] s_pages = [1 << 12, 1 << 14, 1 << 16, 1 << 18];

    private IReadOnlyList<Chart> _charts = [];

    public Requirement Requirement { get; } = new("mark-lookup", Cores: 1);

    public string Description =>
        "The look-up of marked pages scattered over 1 TiB, by how many of them are written again and again; the ratio is a bitmap's time, in pages of 4 KiB, over the other way's.";

    public IReadOnlyList<Chart> Charts => _charts;

    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        List<IParty> parties = [];
        foreach (int pages in s_pages)
        {
            foreach (MarkLookup lookup in System.Enum.GetValues<MarkLookup>())
                parties.Add(new LookupParty(PartyName(lookup, pages), lookup, MemorySizes.Pages(Gigabytes), pages));
        }

        List<CurvePlan> plans = [.. ((MarkLookup[])[MarkLookup.BitmapInHugePages, MarkLookup.Summary, MarkLookup.RecentPages]).Select(lookup => new CurvePlan(
            PartyName(lookup), [.. s_pages.Select(pages => ((double)pages, new Pair(PartyName(lookup, pages), PartyName(MarkLookup.Bitmap, pages))))]))];
        OneThreadHarness harness = new(parties, options.ProducerCpu);
        harness.Run(options.Duration);
        IReadOnlyList<Comparison> comparisons = harness.Compare(Requirement.Name, CurvePlan.PairsOf(plans));
        _charts = CurvePlan.Drawn(
            new Chart(
                "mark-lookup", "Looking up scattered marks in 1 TiB", "pages written again and again", "a bitmap's time, in pages of 4 KiB, over that of",
                IsXLogarithmic: true, IsYLogarithmic: false, CurvePlan.Draw(plans, comparisons)));
        foreach (IParty party in parties)
            party.Dispose();
        return comparisons;
    }

    private static string PartyName(MarkLookup lookup) => lookup switch
    {
        MarkLookup.Bitmap => "bitmap in 4 KiB pages",
        MarkLookup.BitmapInHugePages => "bitmap in huge pages",
        MarkLookup.Summary => "summary of full words, then bitmap",
        _ => "table of recent pages, then bitmap",
    };

    private static string PartyName(MarkLookup lookup, int pages) => $"{PartyName(lookup)}, {pages} pages";
}
