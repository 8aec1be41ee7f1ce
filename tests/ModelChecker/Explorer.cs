using System;
using System.Diagnostics;
using System.Linq;
using RingCore.ModelChecker.Graph;
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
        Stopwatch clock = Stopwatch.StartNew();
        TraceTree[] trees = Trees(program, options, sites: false);
        Exploration exploration = new(program, trees, options.Model);
        HashSet64 executions = new();
        long complete = 0;
        long blocked = 0;
        long failures = 0;
        Failure? first = null;
        bool exhaustive = exploration.Run(graph =>
        {
            if (!Verdict.IsComplete(graph) || !executions.Add(graph.Hash()))
                return true;
            string? verdict = Verdict.Judge(program, graph);
            if (verdict is null)
                blocked++;
            else
                complete++;
            if (!string.IsNullOrEmpty(verdict))
            {
                failures++;
                first ??= Describe(program, options, graph, verdict);
                if (!options.KeepGoing)
                    return false;
            }

            return complete < options.MaxExecutions && clock.Elapsed < options.MaxTime;
        });

        return new ExplorationResult
        {
            Program = program.Name,
            Executions = complete,
            Blocked = blocked,
            Duplicates = exploration.Duplicates,
            Beginnings = exploration.Beginnings,
            Runs = trees.Sum(tree => tree.Runs),
            PromiseSets = exploration.PromiseSets,
            Cut = trees.Sum(tree => tree.Cut),
            IsExhaustive = exhaustive && trees.All(tree => tree.Cut == 0),
            Failures = failures,
            Failure = first,
            Time = clock.Elapsed,
        };
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

    // The table is made from a replay: that shows that the replay works, and the replay knows the lines of source.
    private static Failure Describe(ModelProgram program, ExplorationOptions options, ExecutionGraph graph, string message)
    {
        string replay = ReplayText.Of(graph);
        return new Failure(message, Replay(program, replay, options), replay);
    }
}
