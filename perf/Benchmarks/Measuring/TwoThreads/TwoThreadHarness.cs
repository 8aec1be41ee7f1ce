using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using RingCore.Benchmarks.Platform;

namespace RingCore.Benchmarks.Measuring.TwoThreads;

/// <summary>
/// Runs parties against each other on two pinned threads: every round gives each a short turn, in an order that rotates, so that
/// what changes with time (clock, neighbours, the distance of the processors) changes for all of them.
/// </summary>
/// <remarks>
/// A turn is: meet, ping-pong, meet, the party, meet, ping-pong. It is thrown away where the kernel took one of the threads off its processor
/// meanwhile; the party checks what arrived in any case.
/// </remarks>
/// <param name="parties">1 or more, each with a name of its own. The caller disposes of them.</param>
/// <param name="producerCpu">The processor that the producer's thread is pinned to.</param>
/// <param name="consumerCpu">Likewise the consumer's.</param>
internal sealed class TwoThreadHarness(IReadOnlyList<ITwoThreadParty> parties, int producerCpu, int consumerCpu)
{
    // Short, so that a turn often ends before the scheduler's slice does on a machine that is shared.
    private const double TurnNanoseconds = 1_000_000;
    private const long FirstItems = 4_096;
    private const long MinItems = 1_024;
    private const long MaxItems = 1 << 24;

    private const int FailurePollMilliseconds = 100;

    private readonly Lockstep _pair = new();
    private readonly double[] _nanoseconds = new double[parties.Count];
    private readonly List<TwoThreadTurn> _turns = [];
    private ITwoThreadParty? _turn;
    private long _items;
    private long _producerSwitches;
    private volatile Exception? _failure;

    /// <summary>Turns that count.</summary>
    internal IReadOnlyList<TwoThreadTurn> Turns => _turns;

    /// <summary>Rounds, with those in which no turn counts.</summary>
    internal int Rounds { get; private set; }

    /// <summary>Turns thrown away because a thread was descheduled.</summary>
    internal int Descheduled { get; private set; }

    /// <summary>Turns thrown away because the processors' distance changed during them.</summary>
    internal int Moved { get; private set; }

    /// <summary>Runs rounds until the time is over; the last one is finished.</summary>
    /// <exception cref="InvalidOperationException">Something was lost, invented or refused on the way; the message says what.</exception>
    internal void Run(TimeSpan duration)
    {
        Thread producer = new(() => Guard(ProducerLoop, producerCpu)) { IsBackground = true, Name = "producer" };
        Thread consumer = new(() => Guard(() => ConsumerLoop(duration), consumerCpu)) { IsBackground = true, Name = "consumer" };
        producer.Start();
        consumer.Start();
        // A thread that failed leaves the other waiting for ever: a background thread, which ends with the process.
        while (!consumer.Join(FailurePollMilliseconds) && _failure is null)
        {
        }

        if (_failure is Exception failure)
            throw new InvalidOperationException(failure.Message, failure);
        producer.Join();
    }

    /// <summary>The pairs whose parties took part, once for each regime that both were seen in.</summary>
    /// <param name="scenario">The scenario's name.</param>
    /// <param name="pairs">By the parties' names; a pair with an absent party is left out.</param>
    /// <param name="unit">Of the figures.</param>
    /// <param name="figure">From nanoseconds per item to the unit.</param>
    internal IReadOnlyList<Comparison> Compare(string scenario, IEnumerable<Pair> pairs, string unit, Func<double, double> figure)
    {
        Dictionary<(string, Regime), Dictionary<int, double>> byParty = _turns
            .GroupBy(turn => (parties[turn.Party].Name, turn.Regime))
            .ToDictionary(turns => turns.Key, turns => turns.ToDictionary(turn => turn.Round, turn => turn.Nanoseconds));
        List<Comparison> comparisons = [];
        foreach (Pair pair in pairs)
        {
            foreach (Regime regime in (Regime[])[Regime.Near, Regime.Far])
            {
                if (!byParty.TryGetValue((pair.Subject, regime), out Dictionary<int, double>? subject)
                    || !byParty.TryGetValue((pair.Against, regime), out Dictionary<int, double>? against))
                {
                    continue;
                }

                List<int> rounds = subject.Keys.Where(against.ContainsKey).ToList();
                if (rounds.Count == 0)
                    continue;
                comparisons.Add(new Comparison(
                    scenario, pair.Subject, pair.Against, regime,
                    Spread.Of(rounds.Select(round => against[round] / subject[round]).ToList()),
                    figure(Spread.Of(rounds.Select(round => subject[round]).ToList()).Median),
                    figure(Spread.Of(rounds.Select(round => against[round]).ToList()).Median),
                    unit, Rounds - rounds.Count));
            }
        }

        return comparisons;
    }

    private void Guard(Action loop, int cpu)
    {
        try
        {
            CpuAffinity.Pin(cpu);
            loop();
        }
        catch (InvalidOperationException failure)
        {
            _failure = failure;
        }
    }

    private void ProducerLoop()
    {
        while (true)
        {
            _pair.Meet(Lockstep.Echo);
            if (_turn is not ITwoThreadParty turn)
                return;
            _pair.PingPong(Lockstep.Echo);
            long before = ThreadUsage.InvoluntarySwitches();
            _pair.Meet(Lockstep.Echo);
            turn.Produce(_items);
            _producerSwitches = ThreadUsage.InvoluntarySwitches() - before;
            _pair.Meet(Lockstep.Echo);
            _pair.PingPong(Lockstep.Echo);
        }
    }

    private void ConsumerLoop(TimeSpan duration)
    {
        WarmUp warmUp = new();
        for (int round = 0; !warmUp.IsOver(round); round++)
        {
            for (int i = 0; i < parties.Count; i++)
                Turn(i, round);
        }

        _turns.Clear();
        (Descheduled, Moved) = (0, 0);
        long start = Stopwatch.GetTimestamp();
        for (Rounds = 0; Stopwatch.GetElapsedTime(start) < duration; Rounds++)
        {
            for (int i = 0; i < parties.Count; i++)
                Turn((i + Rounds) % parties.Count, Rounds);
        }

        _turn = null;
        _pair.Meet(Lockstep.Server);
    }

    private void Turn(int party, int round)
    {
        ITwoThreadParty turn = parties[party];
        _turn = turn;
        _items = _nanoseconds[party] == 0 ? FirstItems : Math.Clamp((long)(TurnNanoseconds / _nanoseconds[party]), MinItems, MaxItems);
        _pair.Meet(Lockstep.Server);
        double nanosecondsBefore = _pair.PingPong(Lockstep.Server);
        long switches = ThreadUsage.InvoluntarySwitches();
        _pair.Meet(Lockstep.Server);
        double nanoseconds = turn.Consume(_items);
        switches = ThreadUsage.InvoluntarySwitches() - switches;
        _pair.Meet(Lockstep.Server);
        double nanosecondsAfter = _pair.PingPong(Lockstep.Server);

        _nanoseconds[party] = nanoseconds;
        if (switches + _producerSwitches > 0)
            Descheduled++;
        else if (DistanceTag.Of(nanosecondsBefore, nanosecondsAfter) is Regime regime)
            _turns.Add(new TwoThreadTurn(round, party, nanoseconds, regime, (nanosecondsBefore + nanosecondsAfter) / 2));
        else
            Moved++;
    }
}
