using System.Collections.Generic;
using System.Linq;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Benchmarks.Micro;
using RingCore.Benchmarks.Transfer;
using RingCore.Diagnostics;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Events;

/// <summary>What the event source costs a page: while nobody listens, and while somebody does.</summary>
internal sealed class EventsScenario : IScenario
{
    internal const string Name = "events";

    /// <summary>The ring as it ships while nobody listens, by batches of 64.</summary>
    internal const string Silent = $"{Flagged}, {Off}, 64";

    /// <summary>The same without events compiled in.</summary>
    internal const string WithoutEvents = $"{Flagged}, {None}, 64";

    private const string Flagged = "flagged";
    private const string None = "no events";
    private const string Off = "off";
    private const string On = "on";

    private static readonly int[] s_batchPages = [8, 64, RingUnderTest.BatchPages];

    private IReadOnlyList<Chart> _charts = [];

    public Requirement Requirement { get; } = new(Name, Cores: 1);

    public string Description =>
        $"Push, harvest and reset of {RingUnderTest.Entries} pages in batches, one thread; the ratio is the speed over the same ring compiled without events.";

    public IReadOnlyList<Chart> Charts => _charts;

    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        DirtyPage[] pages = RingUnderTest.RandomPages();
        RingGeometry geometry = new(RingUnderTest.Entries, reservedEntries: 0);
        List<IParty> parties = [];
        List<CurvePlan> plans = [];
        foreach (int batch in s_batchPages)
        {
            parties.Add(Party(Flagged, None, new FlaggedFace<UntracedFencePoints, GfnEntry<KvmStates>, DirtyPage>(new(geometry)), batch));
            parties.Add(Party(Flagged, Off, Rings.Flagged16(RingUnderTest.Entries), batch));
            parties.Add(Party(Flagged, On, Rings.Flagged16(RingUnderTest.Entries), batch));
        }

        foreach (string state in (string[])[Off, On])
            plans.Add(new CurvePlan($"{Flagged}, {state}", [.. s_batchPages.Select(batch => ((double)batch, new Pair(PartyName(Flagged, state, batch), PartyName(Flagged, None, batch))))]));

        using (IgnoringListener session = new())
        {
            OneThreadHarness harness = new(parties, options.ProducerCpu);
            harness.Run(options.Duration);
            IReadOnlyList<Comparison> comparisons = harness.Compare(Requirement.Name, CurvePlan.PairsOf(plans));
            _charts = CurvePlan.Drawn(
                new Chart(
                    Name, "What the event source costs", "pages per batch", "speed over a ring without events",
                    IsXLogarithmic: true, IsYLogarithmic: false, CurvePlan.Draw(plans, comparisons)));
            RingTrace.IsOn = true; // as the session has it
            foreach (IParty party in parties)
                party.Dispose();
            return comparisons;
        }

        EventsParty<TFace> Party<TFace>(string ring, string state, TFace face, int batch)
            where TFace : struct, IRingFace => new(PartyName(ring, state, batch), face, pages, batch, state == On);

        static string PartyName(string ring, string state, int batch) => $"{ring}, {state}, {batch}";
    }
}
