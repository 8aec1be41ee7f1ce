using System.Collections.Generic;
using RingCore.Benchmarks.Latency;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.TwoThreads;

namespace RingCore.Benchmarks.Virtio;

/// <summary>A packed virtqueue there and back: an idle one against a bare cache line, a busy one against two of the framework's queues.</summary>
internal sealed class VirtqueueScenario : IScenario
{
    internal const string Name = "virtqueue";

    public Requirement Requirement { get; } = new(Name, Cores: 2);

    public string Description =>
        "A chain of one buffer from driver to device and back through one packed virtqueue. The ratio divides the time of a bare cache line that goes there and back, or of two queues of the framework.";

    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        ITwoThreadParty[] parties = [new PingPongParty(1), new PingPongParty(2), new VirtqueueTrip(isBusy: false), new VirtqueueTrip(isBusy: true), new QueuePairTrip()];
        try
        {
            TwoThreadHarness harness = new(parties, options.ProducerCpu, options.ConsumerCpu);
            harness.Run(options.Duration);
            return harness.Compare(
                Name,
                [
                    new(VirtqueueTrip.Idle, PingPongParty.OneLine),
                    new(VirtqueueTrip.Idle, PingPongParty.TwoLines),
                    new(VirtqueueTrip.Busy, QueuePairTrip.Busy),
                ],
                "ns there and back",
                nanoseconds => nanoseconds);
        }
        finally
        {
            foreach (ITwoThreadParty party in parties)
                party.Dispose();
        }
    }
}
