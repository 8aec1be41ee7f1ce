using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using RingCore.Benchmarks.Platform;

namespace RingCore.Benchmarks.Measuring.OneThread;

/// <summary>
/// Measures parties against each other on one pinned thread: every round gives each a turn of a few laps, in an order that rotates, so that
/// what changes with time changes for all of them.
/// </summary>
/// <remarks>
/// A turn's figure is the median of its laps: a timer interrupt in one of them does not count. In each round a party that does no work has a
/// turn too; its lap, the cost of the two timestamps and of the call between them, is subtracted from the others' laps. A turn in which the
/// kernel took the thread off its processor is thrown away, and with it the round of each pair that it belongs to.
/// </remarks>
/// <param name="parties">1 or more, each with a name of its own. The caller disposes of them.</param>
/// <param name="cpu">The processor that the thread is pinned to.</param>
internal sealed class OneThreadHarness(IReadOnlyList<IParty> parties, int cpu)
{
    // Short, so that the turns of a round see the same machine.
    private const double TurnNanoseconds = 200_000;
    private const int MinLaps = 5;
    private const int MaxLaps = 63;

    /// <summary>A lap that is shorter than this many times the timer's cost is not measured but guessed.</summary>
    private const double LeastLapsOfOverhead = 5;

    private static readonly NoWork s_noWork = new();
    private readonly double[] _laps = new double[MaxLaps];
    private readonly int[] _lapsPerTurn = new int[parties.Count];
    private readonly List<Turn[]> _rounds = [];
    private Exception? _failure;

    /// <summary>The rounds, each with one turn per party in their order.</summary>
    internal IReadOnlyList<IReadOnlyList<Turn>> Rounds => _rounds;

    /// <summary>Warms up and runs rounds until the time is over; the last one is finished.</summary>
    /// <exception cref="InvalidOperationException">A party's check failed, its lap is too short, or the thread cannot be pinned.</exception>
    internal void Run(TimeSpan duration)
    {
        Thread thread = new(() => Guard(duration)) { IsBackground = true, Name = "measured" };
        thread.Start();
        thread.Join();
        if (_failure is Exception failure)
            throw new InvalidOperationException(failure.Message, failure);
    }

    /// <summary>The pairs whose parties took part.</summary>
    /// <param name="scenario">The scenario's name.</param>
    /// <param name="pairs">By the parties' names; a pair with an absent party is left out.</param>
    internal IReadOnlyList<Comparison> Compare(string scenario, IEnumerable<Pair> pairs)
    {
        List<Comparison> comparisons = [];
        foreach (Pair pair in pairs)
        {
            int subject = IndexOf(pair.Subject);
            int against = IndexOf(pair.Against);
            if (subject < 0 || against < 0)
                continue;
            List<Turn[]> counted = _rounds.Where(round => round[subject].Counts && round[against].Counts).ToList();
            if (counted.Count == 0)
                continue;
            comparisons.Add(new Comparison(
                scenario, pair.Subject, pair.Against, Regime.Single,
                Spread.Of(counted.Select(round => round[against].Nanoseconds / round[subject].Nanoseconds).ToList()),
                Spread.Of(counted.Select(round => round[subject].Nanoseconds).ToList()).Median,
                Spread.Of(counted.Select(round => round[against].Nanoseconds).ToList()).Median,
                "ns/entry", _rounds.Count - counted.Count));
        }

        return comparisons;

        int IndexOf(string name)
        {
            for (int i = 0; i < parties.Count; i++)
            {
                if (parties[i].Name == name)
                    return i;
            }

            return -1;
        }
    }

    private void Guard(TimeSpan duration)
    {
        try
        {
            CpuAffinity.Pin(cpu);
            Measure(duration);
        }
        catch (InvalidOperationException failure)
        {
            _failure = failure;
        }
    }

    private void Measure(TimeSpan duration)
    {
        Array.Fill(_lapsPerTurn, MinLaps);
        WarmUp warmUp = new();
        for (int round = 0; !warmUp.IsOver(round); round++)
            Round(round);
        _rounds.Clear();
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round == 0 || Stopwatch.GetElapsedTime(start) < duration; round++)
            Round(round);
    }

    private void Round(int round)
    {
        Turn[] turns = new Turn[parties.Count];
        double overhead = Laps(s_noWork, MaxLaps, out _);
        for (int i = 0; i < parties.Count; i++)
        {
            int party = (i + round) % parties.Count;
            turns[party] = Take(party, overhead);
        }

        _rounds.Add(turns);
    }

    private Turn Take(int index, double overhead)
    {
        IParty party = parties[index];
        long switches = ThreadUsage.InvoluntarySwitches();
        double lap = Laps(party, _lapsPerTurn[index], out double whole);
        bool counts = ThreadUsage.InvoluntarySwitches() == switches;
        party.Check();
        if (counts && lap <= LeastLapsOfOverhead * overhead)
            throw new InvalidOperationException($"{party.Name}: a lap of {party.Entries} entries takes {lap:F0} ns, too short beside the timer's {overhead:F0} ns.");
        _lapsPerTurn[index] = (int)Math.Clamp(TurnNanoseconds / whole, MinLaps, MaxLaps);
        return new Turn((lap - overhead) / party.Entries, counts);
    }

    /// <summary>Takes laps.</summary>
    /// <param name="party">Whose.</param>
    /// <param name="laps">How many.</param>
    /// <param name="whole">Nanoseconds of a lap with its preparation, the mean.</param>
    /// <returns>Nanoseconds of a lap, the median.</returns>
    private double Laps(IParty party, int laps, out double whole)
    {
        Span<double> nanoseconds = _laps.AsSpan(0, laps);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < laps; i++)
        {
            party.Prepare();
            long before = Stopwatch.GetTimestamp();
            party.Run();
            nanoseconds[i] = Clock.NanosecondsSince(before);
        }

        whole = Clock.NanosecondsSince(start) / laps;
        nanoseconds.Sort();
        return nanoseconds[laps / 2];
    }
}
