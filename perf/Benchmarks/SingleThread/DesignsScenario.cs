using System;
using System.Collections.Generic;
using System.Linq;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Benchmarks.Transfer;

namespace RingCore.Benchmarks.SingleThread;

/// <summary>What the packed ring's words and its size cost, against the two designs of the KVM review.</summary>
internal sealed class DesignsScenario : IScenario
{
    private const int BatchPages = 256;
    private const int NoPowerOfTwo = 5000;

    private IReadOnlyList<Chart> _charts = [];

    public Requirement Requirement { get; } = new("designs", Cores: 1);

    public string Description =>
        "A lap of 4096 pages pushed, harvested, reset on one thread; the ratio is the other design's time over PackedDirtyRing's, of a power of two and of another size.";

    public IReadOnlyList<Chart> Charts => _charts;

    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        List<IParty> parties = [];
        Add(nameof(FlaggedDirtyRing), Rings.Flagged16);
        Add(nameof(LapDirtyRing), Rings.Lap16);
        Add(nameof(IndexedDirtyRing), Rings.Indexed);
        Add(Packed(Pages.Entries), Rings.Packed);
        Add(Packed(NoPowerOfTwo), static _ => Rings.Packed(NoPowerOfTwo));
        List<CurvePlan> plans = [];
        foreach (string operation in (string[])["push", $"push by {BatchPages}", "harvest", "reset, neighbours", "reset, random"])
        {
            foreach (string other in (string[])[nameof(FlaggedDirtyRing), nameof(LapDirtyRing), nameof(IndexedDirtyRing)])
            {
                plans.Add(new CurvePlan(
                    $"{operation}: {other}",
                    [.. new[] { Pages.Entries, NoPowerOfTwo }.Select(entries => ((double)entries, new Pair(Name(Packed(entries), operation), Name(other, operation))))]));
            }
        }

        OneThreadHarness harness = new(parties, options.ProducerCpu);
        harness.Run(options.Duration);
        IReadOnlyList<Comparison> comparisons = harness.Compare(Requirement.Name, CurvePlan.PairsOf(plans));
        _charts = CurvePlan.Drawn(
            new Chart(
                "designs", "The packed ring against the others, one thread", "entries of the packed ring", "the other's time over PackedDirtyRing's",
                IsXLogarithmic: false, IsYLogarithmic: true, CurvePlan.Draw(plans, comparisons)));
        foreach (IParty party in parties)
            party.Dispose();
        return comparisons;

        void Add<TFace>(string ring, Func<int, TFace> make)
            where TFace : struct, IRingFace
        {
            parties.Add(new RingPush<TFace>(Name(ring, "push"), make(Pages.Entries), 1));
            parties.Add(new RingPush<TFace>(Name(ring, $"push by {BatchPages}"), make(Pages.Entries), BatchPages));
            parties.Add(new RingHarvest<TFace>(Name(ring, "harvest"), make(Pages.Entries)));
            parties.Add(new RingReset<TFace>(Name(ring, "reset, neighbours"), make(Pages.Entries), Pages.Sequential()));
            parties.Add(new RingReset<TFace>(Name(ring, "reset, random"), make(Pages.Entries), Pages.Random()));
        }
    }

    private static string Packed(int entries) => $"{nameof(PackedDirtyRing)} of {entries}";

    private static string Name(string ring, string operation) => $"{ring}, {operation}";
}
