using System;
using System.Collections.Generic;
using RingCore.ModelChecker.Graph;
using RingCore.ModelChecker.Trace;

namespace RingCore.ModelChecker.Search;

/// <summary>
/// Executions at random, for programs that are too large to explore: threads in any order, each read from any write that is there, one walk in
/// four with late reads that an earlier walk has shown to be possible. Attempts that fail are made again.
/// </summary>
internal sealed class RandomWalks
{
    private const int WalksForOneWithLateReads = 4;
    private const int MaxRetries = 256;

    private readonly TraceTree[] _trees;
    private readonly GraphPool _pool;
    private readonly LateReads _lateReads;
    private readonly List<PromiseSet> _promises = [];
    private readonly List<Step> _choices = [];
    private readonly int[] _order;
    private int _retries;

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
        _retries = 0;
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
            if (Exploration.IsAsleep(graph, thread) && Verdict.WasWoken(graph, thread) && TryForget(ref graph, thread, graph.Count(thread) - 1))
                return true;
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
            Retry(ref graph, node.Thread);
            return true;
        }

        return false;
    }

    // An attempt that failed is forgotten, to be made again when others have moved on: else hardly any walk would come to its end.
    private void Retry(ref ExecutionGraph graph, int thread)
    {
        TraceNode last = graph.Next(thread);
        if (last.Access.Kind != AccessKind.Blocked || last.AttemptStart < 0)
            return;
        bool alone = true;
        for (int t = 0; t < graph.Threads; t++)
            alone &= t == thread || Exploration.IsStopped(graph, t);
        if (!alone || !Verdict.HasSeenTheNewest(graph, last))
            TryForget(ref graph, thread, last.AttemptStart);
    }

    // Drops a thread's last steps, unless others stand on them.
    private bool TryForget(ref ExecutionGraph graph, int thread, int start)
    {
        if (_retries++ >= MaxRetries)
            return false;
        Span<int> keep = stackalloc int[ModelProgram.MaxThreads];
        for (int t = 0; t < graph.Threads; t++)
            keep[t] = graph.Count(t);
        keep[thread] = start;
        graph.CloseUnderSources(keep);
        if (keep[thread] > start)
            return false;
        ExecutionGraph earlier = _pool.Rent();
        earlier.RestrictTo(graph, keep);
        _pool.Return(graph);
        graph = earlier;
        return true;
    }
}
