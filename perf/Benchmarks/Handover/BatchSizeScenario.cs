using System.Collections.Generic;
using System.Linq;
using System.Runtime.Intrinsics.X86;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.TwoThreads;
using RingCore.Benchmarks.Transfer;

namespace RingCore.Benchmarks.Handover;

/// <summary>Which design gains what from batches.</summary>
internal sealed class BatchSizeScenario : IScenario
{
    private const int Entries = 4096;

    private static readonly int[] s_batchPages = [1, 4, 16, 64, 256];

    private IReadOnlyList<Chart> _charts = [];

    public Requirement Requirement { get; } = new("batch-size", Cores: 2);

    public string Description => "Two-thread transfer, pushed and harvested in batches of a size; the ratio is the throughput over FlaggedDirtyRing's page by page.";

    public IReadOnlyList<Chart> Charts => _charts;

    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        List<ITwoThreadParty> parties = [];
        foreach (int batch in s_batchPages)
        {
            parties.Add(Party(nameof(FlaggedDirtyRing), Rings.Flagged16(Entries), batch));
            parties.Add(Party(nameof(FlaggedPageRing), Rings.Flagged8(Entries), batch));
            parties.Add(Party(nameof(LapDirtyRing), Rings.Lap16(Entries), batch));
            if (Avx.X64.IsSupported)
                parties.Add(Party(nameof(X64LapDirtyRing), Rings.X64Lap16(Entries), batch));
            parties.Add(Party(nameof(IndexedDirtyRing), Rings.Indexed(Entries), batch));
            parties.Add(Party(nameof(PackedDirtyRing), Rings.Packed(Entries), batch));
        }

        Pair Against(string ring, int batch) => new(Name(ring, batch), Name(nameof(FlaggedDirtyRing), 1));
        List<CurvePlan> plans = [];
        foreach (string ring in (string[])[nameof(FlaggedDirtyRing), nameof(FlaggedPageRing), nameof(LapDirtyRing), nameof(X64LapDirtyRing), nameof(IndexedDirtyRing), nameof(PackedDirtyRing)])
            plans.Add(new CurvePlan(ring, [.. s_batchPages.Select(batch => ((double)batch, Against(ring, batch)))]));
        TwoThreadHarness harness = new(parties, options.ProducerCpu, options.ConsumerCpu);
        harness.Run(options.Duration);
        IReadOnlyList<Comparison> comparisons = harness.Compare(
            Requirement.Name, CurvePlan.PairsOf(plans), "M pages/s", static nanoseconds => 1000 / nanoseconds);
        _charts = CurvePlan.Drawn(
            new Chart(
                "batch-size", "Throughput by batch size", "pages per push and per harvest", "throughput over FlaggedDirtyRing page by page",
                IsXLogarithmic: true, IsYLogarithmic: true, CurvePlan.Draw(plans, comparisons)));
        foreach (ITwoThreadParty party in parties)
            party.Dispose();
        return comparisons;
    }

    private static string Name(string ring, int batch) => $"{ring} {batch} > {batch}";

    private static TransferParty Party<TFace>(string ring, TFace face, int batch)
        where TFace : struct, IRingFace => new(new RingTransfer<TFace>(Name(ring, batch), face, Entries, batch, batch));
}
