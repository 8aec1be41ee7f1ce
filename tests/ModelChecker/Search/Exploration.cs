using System;
using System.Collections.Generic;
using RingCore.ModelChecker.Graph;
using RingCore.ModelChecker.Trace;

namespace RingCore.ModelChecker.Search;

/// <summary>
/// Visits every execution of a program, each once. A step is added at a time, always of the first thread that can move. A read takes its
/// value from each write that is there; a write that comes later goes back to the reads that could have read it (<see cref="Revisits"/>);
/// a write that can only come because of what follows the read is promised to it from the start (<see cref="LateReads"/>).
/// </summary>
internal sealed class Exploration
{
    private readonly ModelProgram _program;
    private readonly TraceTree[] _trees;
    private readonly GraphPool _pool;
    private readonly Revisits _revisits;
    private readonly LateReads _lateReads;
    private readonly Stack<ExecutionGraph> _open = new();
    private readonly HashSet64 _visited = new();
    private readonly List<Step> _choices = [];
    private ulong _salt;

    public Exploration(ModelProgram program, TraceTree[] trees, MemoryModel model)
    {
        _program = program;
        _trees = trees;
        _pool = new GraphPool(program.Memory, trees.Length);
        _lateReads = new LateReads(model);
        _revisits = new Revisits(_pool, trees, _lateReads, Enter);
    }

    public long Duplicates { get; private set; }

    public long Beginnings => _visited.Count;

    public int PromiseSets => _lateReads.Tried;

    /// <summary>Calls back with each execution to which nothing can be added; a false answer ends the exploration.</summary>
    /// <returns>Whether everything was visited.</returns>
    public bool Run(Func<ExecutionGraph, bool> complete)
    {
        while (_lateReads.TryNext(out PromiseSet? promises))
        {
            _salt = (ulong)_lateReads.Tried * 0x9E3779B97F4A7C15;
            ExecutionGraph root = _pool.Rent();
            root.Clear();
            root.Promises = promises;
            foreach (TraceTree tree in _trees)
                root.SetNext(Array.IndexOf(_trees, tree), tree.Root);
            _open.Push(root);
            while (_open.TryPop(out ExecutionGraph? graph))
            {
                bool more = Advance(graph) || complete(graph);
                _pool.Return(graph);
                if (!more)
                    return false;
            }
        }

        return true;
    }

    /// <summary>Whether a thread has ended, or sleeps.</summary>
    public static bool IsStopped(ExecutionGraph graph, int thread) => graph.Next(thread).Access.IsTerminal || IsAsleep(graph, thread);

    public static bool IsAsleep(ExecutionGraph graph, int thread) =>
        graph.Count(thread) is > 0 and int count && graph.Source(ExecutionGraph.Id(thread, count - 1), 0) == ExecutionGraph.Asleep;

    // False where no thread can move.
    private bool Advance(ExecutionGraph graph)
    {
        for (int t = 0; t < _trees.Length; t++)
        {
            if (!IsStopped(graph, t) && Expand(graph, graph.Next(t)))
                return true;
        }

        return false;
    }

    // Adds the step in every way that the memory allows. False where there is none.
    private bool Expand(ExecutionGraph graph, TraceNode node)
    {
        StepChoices.List(graph, node, null, _choices);
        int added = 0;
        foreach (ref readonly Step step in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_choices))
        {
            ExecutionGraph next = _pool.Copy(graph);
            bool fits = next.TryAdd(step);
            if ((fits || next.HasBrokenPromise) && node.MayWrite(0))
                _lateReads.Look(next, ExecutionGraph.Id(node.Thread, node.Index));
            if (fits)
            {
                added++;
                _revisits.Follow(next, node);
                Enter(next);
            }
            else
            {
                _pool.Return(next);
            }
        }

        if (node.MayWrite(0))
            _revisits.Visit(graph, node);
        return added > 0;
    }

    private void Enter(ExecutionGraph graph)
    {
        if (_visited.Add(graph.Hash() ^ _salt))
        {
            _open.Push(graph);
        }
        else
        {
            Duplicates++;
            _pool.Return(graph);
        }
    }
}
