using System;
using System.Collections.Generic;
using System.Linq;
using RingCore.Benchmarks.Measuring;

namespace RingCore.Benchmarks.Checkpoints;

/// <summary>What the rounds of a comparison have measured; in each round every side had one slice of the same transactions.</summary>
/// <param name="sides">Ours first.</param>
internal sealed class SliceRounds(ILoadedDatabase[] sides)
{
    // More than this of one processor for other programs, and a round shows them rather than us. The kernel's own threads, which write to the disk, need less.
    private const double MostForOthers = 0.15;

    private readonly List<double>[] _ratios = [.. sides.Select(static _ => new List<double>())];
    private readonly List<double>[] _rates = [.. sides.Select(static _ => new List<double>())];

    /// <summary>Rounds that count.</summary>
    internal int Count => _ratios[0].Count;

    /// <summary>Rounds in which other programs had too much of the processors.</summary>
    internal int Discarded { get; private set; }

    /// <summary>Takes a round.</summary>
    /// <param name="transactions">In each slice.</param>
    /// <param name="seconds">What each side took.</param>
    /// <param name="others">Processor time of other programs meanwhile.</param>
    internal void Add(int transactions, double[] seconds, TimeSpan others)
    {
        if (others.TotalSeconds > MostForOthers * seconds.Sum())
        {
            Discarded++;
            return;
        }

        for (int side = 0; side < seconds.Length; side++)
        {
            _ratios[side].Add(seconds[side] / seconds[0]);
            _rates[side].Add(transactions / seconds[side] / 1000);
        }
    }

    /// <summary>Ours against each of the others; nothing where no round counts.</summary>
    internal IReadOnlyList<Comparison> Compare(string scenario) => Count == 0
        ? []
        : [.. Enumerable.Range(1, sides.Length - 1).Select(side => new Comparison(
            scenario,
            sides[0].Name,
            sides[side].Name,
            Regime.Single,
            Spread.Of(_ratios[side]),
            Spread.Of(_rates[0]).Median,
            Spread.Of(_rates[side]).Median,
            "k transactions/s",
            Discarded))];
}
