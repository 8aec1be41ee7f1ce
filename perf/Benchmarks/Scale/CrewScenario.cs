using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.TwoThreads;
using RingCore.Benchmarks.Platform;

namespace RingCore.Benchmarks.Scale;

/// <summary>One ring for many producers, against a ring each, where there are more threads than processors.</summary>
internal sealed class CrewScenario : IScenario
{
    private const int Pages = 1 << 18;

    private static readonly int[] s_threads = [1, 2, 4, 8, 16];

    private IReadOnlyList<Chart> _charts = [];

    public Requirement Requirement { get; } = new("vm-crew", Cores: 2);

    public string Description =>
        "1 to 16 producers and a collector on two processors, one VmDirtyRing or a FlaggedDirtyRing each; the ratio is the time per page with a ring each over that with the shared one.";

    public IReadOnlyList<Chart> Charts => _charts;

    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        List<Comparison> comparisons = [];
        Exception? failure = null;
        // On a thread of its own: the pinning ends with it.
        Thread collector = new(() =>
        {
            try
            {
                CpuAffinity.Pin(options.ConsumerCpu);
                Measure(options, comparisons);
            }
            catch (InvalidOperationException thrown)
            {
                failure = thrown;
            }
        })
        { IsBackground = true };
        collector.Start();
        collector.Join();
        if (failure is not null)
            throw new InvalidOperationException(failure.Message, failure);
        CurvePlan plan = new("VmDirtyRing", [.. s_threads.Select(threads => ((double)threads, new Pair(Shared(threads), Own(threads))))]);
        _charts = CurvePlan.Drawn(
            new Chart(
                "vm-crew", "Many producers on two processors: one VM ring against a ring each", "producers", "time with a ring each over that with one",
                IsXLogarithmic: true, IsYLogarithmic: false, CurvePlan.Draw([plan], comparisons)));
        return comparisons;
    }

    private static string Shared(int threads) => $"VmDirtyRing, {threads} producers";

    private static string Own(int threads) => $"{threads} x FlaggedDirtyRing";

    private void Measure(MeasuringOptions options, List<Comparison> comparisons)
    {
        int[] cpus = [options.ProducerCpu, options.ConsumerCpu];
        List<(Crew Shared, Crew Own)> pairs = [.. s_threads.Select(threads => (new Crew(threads, true, Pages, cpus), new Crew(threads, false, Pages, cpus)))];
        Dictionary<(int Pair, Regime Regime), List<(double Shared, double Own)>> rounds = [];
        int discarded = 0;
        long start = Stopwatch.GetTimestamp();
        for (int round = -1; round < 1 || Stopwatch.GetElapsedTime(start) < options.Duration; round++)
        {
            // The first round only warms up.
            if (round == 0)
                start = Stopwatch.GetTimestamp();
            for (int i = 0; i < pairs.Count; i++)
            {
                double before = OneWayNanoseconds(options.ProducerCpu);
                // Who comes first takes turns.
                double shared = round % 2 == 0 ? pairs[i].Shared.Run() : 0;
                double own = pairs[i].Own.Run();
                if (round % 2 != 0)
                    shared = pairs[i].Shared.Run();
                if (round < 0)
                    continue;
                if (DistanceTag.Of(before, OneWayNanoseconds(options.ProducerCpu)) is not Regime regime)
                {
                    discarded++;
                    continue;
                }

                if (!rounds.TryGetValue((i, regime), out List<(double, double)>? seen))
                    rounds[(i, regime)] = seen = [];
                seen.Add((shared, own));
            }
        }

        foreach (((int pair, Regime regime), List<(double Shared, double Own)> seen) in rounds.OrderBy(entry => entry.Key))
        {
            comparisons.Add(new Comparison(
                Requirement.Name, Shared(s_threads[pair]), Own(s_threads[pair]), regime,
                Spread.Of([.. seen.Select(times => times.Own / times.Shared)]),
                Spread.Of([.. seen.Select(times => times.Shared)]).Median, Spread.Of([.. seen.Select(times => times.Own)]).Median,
                "ns/page", discarded));
        }

        foreach ((Crew shared, Crew own) in pairs)
        {
            shared.Dispose();
            own.Dispose();
        }
    }

    /// <summary>By a thread that lives no longer: it would take its processor from the producers.</summary>
    internal static double OneWayNanoseconds(int producerCpu)
    {
        Lockstep pair = new();
        Thread echo = new(() =>
        {
            CpuAffinity.Pin(producerCpu);
            _ = pair.PingPong(Lockstep.Echo);
        })
        { IsBackground = true };
        echo.Start();
        double nanoseconds = pair.PingPong(Lockstep.Server);
        echo.Join();
        return nanoseconds;
    }
}
