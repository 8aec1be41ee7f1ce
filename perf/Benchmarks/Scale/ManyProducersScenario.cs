using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Channels;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.TwoThreads;
using RingCore.Benchmarks.Platform;
using RingCore.Benchmarks.Transfer;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Scale;

/// <summary>Several producers and one consumer: the ring for that, beside the framework's queue and channels.</summary>
internal sealed class ManyProducersScenario : IScenario
{
    internal const string Name = "many-producers";

    internal const string Items = "MpscRing 1 > 1";
    internal const string Batches = "MpscRing 32 > 32";
    internal const string Queue = "ConcurrentQueue";
    internal const string Bounded = "Channel bounded";
    internal const string Unbounded = "Channel unbounded, one reader";

    private const int ItemsPerRound = 1 << 16;
    private const int Capacity = 4096;

    private static readonly int[] s_threads = [1, 2, 4];
    private static readonly string[] s_ours = [Items, Batches];
    private static readonly string[] s_peers = [Queue, Bounded, Unbounded];

    public Requirement Requirement { get; } = new(Name, Cores: 2);

    public string Description =>
        "1, 2 and 4 producers that share a processor and a consumer on another, 16-byte items; the ratio is our throughput over the peer's.";

    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        List<Comparison> comparisons = [];
        Exception? failure = null;
        // On a thread of its own: the pinning ends with it.
        Thread consumer = new(() =>
        {
            try
            {
                CpuAffinity.Pin(options.ConsumerCpu);
                foreach (int threads in s_threads)
                    Measure(options, threads, comparisons);
            }
            catch (InvalidOperationException thrown)
            {
                failure = thrown;
            }
        })
        { IsBackground = true };
        consumer.Start();
        consumer.Join();
        return failure is null ? comparisons : throw new InvalidOperationException(failure.Message, failure);
    }

    private static ITransfer Make(string name) => name switch
    {
        Queue => new ConcurrentQueueTransfer(),
        Bounded => new ChannelTransfer(name, Channel.CreateBounded<DirtyPage>(new BoundedChannelOptions(Capacity) { SingleReader = true })),
        Unbounded => new ChannelTransfer(name, Channel.CreateUnbounded<DirtyPage>(new UnboundedChannelOptions { SingleReader = true })),
        Items => new TypedTransfer<MpscFace>(name, new(new(Capacity)), 1, 1),
        _ => new TypedTransfer<MpscFace>(name, new(new(Capacity)), 32, 32),
    };

    private static void Measure(MeasuringOptions options, int threads, List<Comparison> comparisons)
    {
        string[] names = [.. s_ours, .. s_peers];
        ManyProducers[] parties = [.. names.Select(name => new ManyProducers(Make(name), threads, ItemsPerRound, options.ProducerCpu))];
        Dictionary<Regime, List<double[]>> rounds = [];
        int discarded = 0;
        long start = Stopwatch.GetTimestamp();
        for (int round = -1; round < 1 || Stopwatch.GetElapsedTime(start) < options.Duration / s_threads.Length; round++)
        {
            // The first round only warms up; who comes first takes turns.
            double before = CrewScenario.OneWayNanoseconds(options.ProducerCpu);
            double[] times = new double[parties.Length];
            for (int i = 0; i < parties.Length; i++)
            {
                int party = (i + Math.Max(round, 0)) % parties.Length;
                times[party] = parties[party].Run();
            }

            if (round < 0)
                start = Stopwatch.GetTimestamp();
            else if (DistanceTag.Of(before, CrewScenario.OneWayNanoseconds(options.ProducerCpu)) is not Regime regime)
                discarded++;
            else if (rounds.TryGetValue(regime, out List<double[]>? seen))
                seen.Add(times);
            else
                rounds[regime] = [times];
        }

        foreach ((Regime regime, List<double[]> seen) in rounds.OrderBy(entry => entry.Key))
        {
            for (int ours = 0; ours < s_ours.Length; ours++)
            {
                for (int peer = s_ours.Length; peer < parties.Length; peer++)
                {
                    (int a, int b) = (ours, peer);
                    comparisons.Add(new Comparison(
                        Name, parties[a].Name, parties[b].Name, regime, Spread.Of([.. seen.Select(times => times[b] / times[a])]),
                        Spread.Of([.. seen.Select(times => 1e3 / times[a])]).Median, Spread.Of([.. seen.Select(times => 1e3 / times[b])]).Median,
                        "M items/s", discarded));
                }
            }
        }

        foreach (ManyProducers party in parties)
            party.Dispose();
    }
}
