using System.Collections.Generic;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Benchmarks.Transfer;

namespace RingCore.Benchmarks.Scale;

/// <summary>What a push costs where many producers may share the ring, and while one of them is stalled.</summary>
internal sealed class VmPushScenario : IScenario
{
    private const int Entries = 4096;
    private const string Vm = "VmDirtyRing push";
    private const string Stalled = "VmDirtyRing push, another producer stalled";
    private const string Flagged = "FlaggedDirtyRing push";

    private IReadOnlyList<Chart> _charts = [];

    public Requirement Requirement { get; } = new("vm-push", Cores: 1);

    public string Description =>
        "Pushes nobody contends for; the ratio is the other's time over the subject's. With a producer stalled before its publication the others fill the ring at the same speed.";

    public IReadOnlyList<Chart> Charts => _charts;

    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        List<IParty> parties =
        [
            new VmPushParty(Vm, stalls: false),
            new VmPushParty(Stalled, stalls: true),
            Own(Flagged, Rings.Flagged16(Entries)),
        ];
        OneThreadHarness harness = new(parties, options.ProducerCpu);
        harness.Run(options.Duration);
        foreach (IParty party in parties)
            party.Dispose();
        List<CurvePlan> plans = [new(Vm, [(1, new Pair(Flagged, Vm))]), new(Stalled, [(1, new Pair(Flagged, Stalled))])];
        _charts = CurvePlan.Drawn(
            new Chart(
                "vm-push", "A push that nobody contends for", "producers that push", "time over FlaggedDirtyRing's push", IsXLogarithmic: false, IsYLogarithmic: false,
                CurvePlan.Draw(plans, harness.Compare(Requirement.Name, CurvePlan.PairsOf(plans)))));
        return harness.Compare(Requirement.Name, [new Pair(Vm, Flagged), new Pair(Stalled, Vm)]);
    }

    private static OwnPushParty<TFace> Own<TFace>(string name, TFace face)
        where TFace : struct, IRingFace => new(name, face, Entries);
}
