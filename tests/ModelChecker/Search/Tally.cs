using System.Diagnostics;
using System.Linq;
using RingCore.ModelChecker.Graph;
using RingCore.ModelChecker.Report;
using RingCore.ModelChecker.Trace;

namespace RingCore.ModelChecker.Search;

/// <summary>Counts and judges executions as they are found.</summary>
internal sealed class Tally(ModelProgram program, ExplorationOptions options)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly HashSet64 _known = new();
    private long _complete;
    private long _blocked;
    private long _duplicates;
    private long _failures;
    private Failure? _first;

    public int? Seed { get; init; }

    /// <summary>Takes an execution to which nothing can be added. False where enough has been found.</summary>
    public bool Add(ExecutionGraph graph)
    {
        if (!Verdict.IsComplete(graph))
            return true;
        if (!_known.Add(graph.Hash()))
        {
            _duplicates++;
            return _clock.Elapsed < options.MaxTime;
        }

        string? verdict = Verdict.Judge(program, graph);
        if (verdict is null)
            _blocked++;
        else
            _complete++;
        if (!string.IsNullOrEmpty(verdict))
        {
            _failures++;
            _first ??= Describe(graph, verdict);
            if (!options.KeepGoing)
                return false;
        }

        return _complete < options.MaxExecutions && _clock.Elapsed < options.MaxTime;
    }

    public ExplorationResult Result(TraceTree[] trees) => new()
    {
        Program = program.Name,
        Executions = _complete,
        Blocked = _blocked,
        Duplicates = _duplicates,
        Runs = trees.Sum(tree => tree.Runs),
        Cut = trees.Sum(tree => tree.Cut),
        Failures = _failures,
        Failure = _first,
        Seed = Seed,
        Time = _clock.Elapsed,
    };

    // The table is made from a replay: that shows that the replay works, and the replay knows the lines of source.
    private Failure Describe(ExecutionGraph graph, string message)
    {
        string replay = ReplayText.Of(graph);
        return new Failure(message, Explorer.Replay(program, replay, options), replay);
    }
}
