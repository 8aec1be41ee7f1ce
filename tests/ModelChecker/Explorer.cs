using System;
using System.Linq;
using RingCore.ModelChecker.Report;
using RingCore.ModelChecker.Search;
using RingCore.ModelChecker.Trace;

namespace RingCore.ModelChecker;

/// <summary>Runs programs under a simulated memory.</summary>
public static class Explorer
{
    /// <summary>Explores every execution of a program, or as many as the options allow.</summary>
    public static ExplorationResult Explore(ModelProgram program, ExplorationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        options ??= new ExplorationOptions();
        TraceTree[] trees = Trees(program, options, sites: false);
        Exploration exploration = new(program, trees, options.Model);
        Tally tally = new(program, options);
        bool exhaustive = exploration.Run(tally.Add);
        return tally.Result(trees) with
        {
            Duplicates = exploration.Duplicates,
            Beginnings = exploration.Beginnings,
            PromiseSets = exploration.PromiseSets,
            IsExhaustive = exhaustive && trees.All(tree => tree.Cut == 0),
        };
    }

    /// <summary>Tries executions at random, for a program that is too large to explore.</summary>
    /// <param name="program">The program.</param>
    /// <param name="seed">The same seed tries the same executions.</param>
    /// <param name="walks">How many to try. The result's executions are the different ones among them, its duplicates the others.</param>
    /// <param name="options">The rules, and the time to stop at.</param>
    public static ExplorationResult Search(ModelProgram program, int seed, long walks, ExplorationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        options ??= new ExplorationOptions();
        TraceTree[] trees = Trees(program, options, sites: false);
        RandomWalks search = new(program, trees, options.Model);
        Tally tally = new(program, options) { Seed = seed };
        for (long i = 0; i < walks; i++)
        {
            if (!search.Walk(unchecked(seed + (int)i), tally.Add))
                break;
        }

        return tally.Result(trees);
    }

    /// <summary>Builds one execution again and returns its table, each step with its line of source.</summary>
    /// <param name="program">The program of the failure.</param>
    /// <param name="replay">The failure's <see cref="Failure.Replay"/>.</param>
    /// <param name="options">The options with which it was found.</param>
    /// <exception cref="FormatException">The text is not of this program, or the memory does not allow what it says.</exception>
    public static string Replay(ModelProgram program, string replay, ExplorationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(replay);
        TraceTree[] trees = Trees(program, options ?? new ExplorationOptions(), sites: true);
        return ExecutionTable.Of(program, ReplayText.Build(replay, program, trees));
    }

    internal static TraceTree[] Trees(ModelProgram program, ExplorationOptions options, bool sites)
    {
        if (program.Threads.Count == 0)
            throw new InvalidOperationException($"The program {program.Name} has no threads.");
        return [.. Enumerable.Range(0, program.Threads.Count).Select(t => new TraceTree(t, program, options.Model, options.Weakening, sites))];
    }
}
