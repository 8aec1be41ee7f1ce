using System;
using System.Collections.Generic;
using RingCore.ModelChecker.Graph;
using RingCore.ModelChecker.Trace;

namespace RingCore.ModelChecker.Search;

/// <summary>
/// Executions at random, for programs that are too large to explore: threads in any order, each read from any write that is there, one walk in
/// four with late reads that an earlier walk has shown to be possible.
/// </summary>
internal sealed class RandomWalks
{
    private const int WalksForOneWithLateReads = 4;

    private readonly TraceTree[] _trees;
    private readonly GraphPool _pool;
    private readonly LateReads _lateReads;
    private readonly List<PromiseSet> _promises = [];
    private readonly List<Step> _choices = [];
    private readonly int[] _order;

    public RandomWalks(ModelProgram program, TraceTree[] trees, MemoryModel model)
    {
        _trees = trees;
        _pool = new GraphPool(program.Memory, trees.Length);
        _lateReads = new LateReads(model);
        _order = new int[trees.Length];
        for (int t = 0; t < _order.Length; t++)
            _order[t] = t;
        _lateReads.TryNext(out _);
    }

    /// <summary>Carries out one walk; the same seed after the same walks takes the same way.</summary>
    /// <param name="seed">Of this walk.</param>
    /// <param name="complete">Given the execution at the end; the graph is used again afterwards.</param>
    /// <returns>What <paramref name="complete"/> answered.</returns>
    public bool Walk(int seed, Func<ExecutionGraph, bool> complete)
    {
        Random random = new(seed);
        ExecutionGraph graph = _pool.Rent();
        graph.Clear();
        graph.Promises = _promises.Count > 0 && random.Next(WalksForOneWithLateReads) == 0
            ? _promises[random.Next(_promises.Count)]
            : PromiseSet.Empty;
        for (int t = 0; t < _trees.Length; t++)
            graph.SetNext(t, _trees[t].Root);
        while (TryMove(random, ref graph))
        {
        }

        while (_lateReads.TryNext(out PromiseSet? found))
            _promises.Add(found);
        bool more = complete(graph);
        _pool.Return(graph);
        return more;
    }

    private bool TryMove(Random random, ref ExecutionGraph graph)
    {
        random.Shuffle(_order);
        foreach (int thread in _order)
        {
            if (!Exploration.IsStopped(graph, thread) && TryMove(random, ref graph, graph.Next(thread)))
                return true;
        }

        return false;
    }

    private bool TryMove(Random random, ref ExecutionGraph graph, TraceNode node)
    {
        StepChoices.List(graph, node, null, _choices);
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_choices));
        foreach (ref readonly Step step in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_choices))
        {
            ExecutionGraph next = _pool.Copy(graph);
            if (!next.TryAdd(step))
            {
                _pool.Return(next);
                continue;
            }

            if (node.MayWrite(0))
                _lateReads.Look(next, ExecutionGraph.Id(node.Thread, node.Index));
            if (!Exploration.IsAsleep(next, node.Thread))
                next.SetNext(node.Thread, _trees[node.Thread].Next(node, next.Value(ExecutionGraph.Id(node.Thread, node.Index))));
            _pool.Return(graph);
            graph = next;
            return true;
        }

        return false;
    }
}
