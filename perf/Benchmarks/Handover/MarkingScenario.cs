using System.Collections.Generic;
using System.Linq;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.TwoThreads;
using RingCore.Benchmarks.Transfer;

namespace RingCore.Benchmarks.Handover;

/// <summary>What it is worth that a collector writes into the lines that it has finished with; and so the price of entries that it can only read.</summary>
internal sealed class MarkingScenario : IScenario
{
    private const int Entries = 4096;
    private const string Marked = "IndexedDirtyRing marks";
    private const string Unmarked = "IndexedDirtyRing";
    private const string Flagged = "FlaggedDirtyRing";

    private static readonly int[] s_batchPages = [1, 8, 32, 256];

    private IReadOnlyList<Chart> _charts = [];

    public Requirement Requirement { get; } = new("marking", Cores: 2);

    public string Description =>
        "Two-thread transfer through an indexed ring whose collector writes one word into every line it has finished with; the ratio is the throughput over that of one that only reads.";

    public IReadOnlyList<Chart> Charts => _charts;

    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        List<ITwoThreadParty> parties = [];
        foreach (int batch in s_batchPages)
        {
            parties.Add(Party(Marked, Rings.IndexedMarks(Entries), batch));
            parties.Add(Party(Unmarked, Rings.Indexed(Entries), batch));
            parties.Add(Party(Flagged, Rings.Flagged16(Entries), batch));
        }

        List<CurvePlan> plans = [];
        foreach (string ring in (string[])[Marked, Flagged])
            plans.Add(new CurvePlan(ring, [.. s_batchPages.Select(batch => ((double)batch, new Pair(Name(ring, batch), Name(Unmarked, batch))))]));
        TwoThreadHarness harness = new(parties, options.ProducerCpu, options.ConsumerCpu);
        harness.Run(options.Duration);
        IReadOnlyList<Comparison> comparisons = harness.Compare(
            Requirement.Name, CurvePlan.PairsOf(plans), "M pages/s", static nanoseconds => 1000 / nanoseconds);
        _charts = CurvePlan.Drawn(
            new Chart(
                "marking", "What marking finished lines is worth", "pages per push and per harvest", "throughput over an indexed ring that is only read",
                IsXLogarithmic: true, IsYLogarithmic: false, CurvePlan.Draw(plans, comparisons)));
        foreach (ITwoThreadParty party in parties)
            party.Dispose();
        return comparisons;
    }

    private static string Name(string ring, int batch) => $"{ring} {batch} > {batch}";

    private static TransferParty Party<TFace>(string ring, TFace face, int batch)
        where TFace : struct, IRingFace => new(new RingTransfer<TFace>(Name(ring, batch), face, Entries, batch, batch));
}
