using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using RingCore.ModelChecker.Graph;
using RingCore.ModelChecker.Trace;

namespace RingCore.ModelChecker.Search;

/// <summary>
/// When a write is added, each read that came before it and could have read it is done over. What the read and the write stand on is kept:
/// all of the threads before the reading one, that thread up to the read, whatever the write needs. The rest is dropped and explored anew.
/// </summary>
/// <remarks>
/// What is kept depends on the execution alone and not on the way to it, so that beginnings reached twice can be dropped by their hash.
/// </remarks>
internal sealed class Revisits(GraphPool pool, TraceTree[] trees, LateReads lateReads, Action<ExecutionGraph> enter)
{
    private readonly List<Step> _writeSources = [];
    private readonly List<Step> _readSources = [];
    private readonly List<Step> _writeChoices = [];
    private readonly List<Step> _readChoices = [];

    /// <summary>Moves the thread of the step just added on to what it does next.</summary>
    public void Follow(ExecutionGraph graph, TraceNode node)
    {
        if (Exploration.IsAsleep(graph, node.Thread))
            return;
        UInt128 value = graph.Value(ExecutionGraph.Id(node.Thread, node.Index));
        graph.SetNext(node.Thread, trees[node.Thread].Next(node, value));
    }

    /// <summary>Enters all executions in which a write, the next step of its thread, is read by a read that is there already.</summary>
    public void Visit(ExecutionGraph graph, TraceNode write)
    {
        EventSet readers = default;
        foreach (int cell in write.Cells)
            readers.Add(graph.ReadersOf(cell));
        readers[write.Thread] = 0;
        if (readers.IsEmpty)
            return;

        // An exchange stands on what it reads too. Its own place in the order is of no concern: what stands in its way may be dropped.
        StepChoices.ListAll(graph, write, write.Access.IsExchange ? null : default(Four<short>), _writeSources);
        Span<int> prefix = stackalloc int[ModelProgram.MaxThreads];
        foreach (Step source in _writeSources.ToArray())
        {
            Prefix(graph, write, source.Sources, prefix);
            EventSet rest = readers;
            while (rest.TryTake(out int reader))
            {
                if (ExecutionGraph.StepOf(reader) >= prefix[ExecutionGraph.ThreadOf(reader)])
                    Redo(graph, write, source.Sources, prefix, reader);
            }

            if (!write.Access.IsExchange)
                break;
        }
    }

    private static void Prefix(ExecutionGraph graph, TraceNode write, in Four<short> sources, Span<int> prefix)
    {
        prefix.Clear();
        prefix[write.Thread] = graph.Count(write.Thread);
        if (write.Access.IsExchange)
        {
            for (int place = 0; place < write.Cells.Length; place++)
                Include(prefix, sources[place]);
        }

        graph.CloseUnderSources(prefix);
    }

    private static void Include(Span<int> keep, int e)
    {
        if (e >= 0)
            keep[ExecutionGraph.ThreadOf(e)] = Math.Max(keep[ExecutionGraph.ThreadOf(e)], ExecutionGraph.StepOf(e) + 1);
    }

    private void Redo(ExecutionGraph graph, TraceNode write, in Four<short> writeSources, ReadOnlySpan<int> prefix, int reader)
    {
        int thread = ExecutionGraph.ThreadOf(reader);
        int step = ExecutionGraph.StepOf(reader);
        TraceNode node = graph.Node(reader);
        Span<int> keep = stackalloc int[ModelProgram.MaxThreads];
        for (int t = 0; t < ModelProgram.MaxThreads; t++)
            keep[t] = Math.Max(prefix[t], t < thread ? graph.Count(t) : t == thread ? step : 0);
        graph.CloseUnderSources(keep);
        if (keep[thread] > step)
            return;

        ListReadSources(graph, node, write, reader);
        Span<int> wider = stackalloc int[ModelProgram.MaxThreads];
        foreach (Step choice in _readSources.ToArray())
        {
            keep.CopyTo(wider);
            for (int place = 0; place < node.Cells.Length; place++)
                Include(wider, choice.Sources[place] == NewWrite(graph, write) ? ExecutionGraph.Initial : choice.Sources[place]);
            graph.CloseUnderSources(wider);
            if (wider[thread] == step && wider[write.Thread] == graph.Count(write.Thread))
                Rebuild(graph, write, writeSources, node, choice.Sources, wider);
        }
    }

    private static int NewWrite(ExecutionGraph graph, TraceNode write) => ExecutionGraph.Id(write.Thread, graph.Count(write.Thread));

    // Every way to read that takes at least one cell from the new write.
    private void ListReadSources(ExecutionGraph graph, TraceNode node, TraceNode write, int reader)
    {
        _readSources.Clear();
        Step step = new(node);
        ListReadSources(graph, ref step, 0, write, reader, false);
    }

    private void ListReadSources(ExecutionGraph graph, ref Step step, int place, TraceNode write, int reader, bool taken)
    {
        TraceNode node = step.Node;
        if (place == node.Cells.Length || (node.Access.Kind == AccessKind.Wait && place == 1))
        {
            if (taken)
                _readSources.Add(step);
            return;
        }

        int cell = node.Cells[place];
        int writePlace = ExecutionGraph.PlaceOf(write, cell);
        if (graph.IsPromised(reader, place))
        {
            step.Sources[place] = ExecutionGraph.Initial;
            ListReadSources(graph, ref step, place + 1, write, reader, taken);
            return;
        }

        if (writePlace >= 0 && write.MayWrite(writePlace) && Matches(node, write))
        {
            step.Sources[place] = (short)NewWrite(graph, write);
            ListReadSources(graph, ref step, place + 1, write, reader, true);
        }

        if (node.Cells.Length == 1 || node.Access.Kind is AccessKind.Resume or AccessKind.Wait)
            return;
        step.Sources[place] = ExecutionGraph.Initial;
        ListReadSources(graph, ref step, place + 1, write, reader, taken);
        foreach (short other in graph.WritesTo(cell))
        {
            step.Sources[place] = other;
            ListReadSources(graph, ref step, place + 1, write, reader, taken);
        }
    }

    private static bool Matches(TraceNode read, TraceNode write) =>
        read.Access.Kind != AccessKind.Resume || write.Access.Kind == AccessKind.Wake;

    private void Rebuild(
        ExecutionGraph graph, TraceNode write, in Four<short> writeSources, TraceNode read, in Four<short> readSources, ReadOnlySpan<int> keep)
    {
        ExecutionGraph start = pool.Rent();
        start.RestrictTo(graph, keep);
        StepChoices.List(start, write, writeSources, _writeChoices);
        foreach (ref readonly Step writeStep in CollectionsMarshal.AsSpan(_writeChoices))
        {
            ExecutionGraph written = pool.Copy(start);
            if (written.TryAdd(writeStep))
            {
                Follow(written, write);
                StepChoices.List(written, read, readSources, _readChoices);
                foreach (ref readonly Step readStep in CollectionsMarshal.AsSpan(_readChoices))
                {
                    ExecutionGraph done = pool.Copy(written);
                    bool fits = done.TryAdd(readStep) && TakesFrom(done, write, read);

                    // An exchange writes as well, and what it writes now may come late to another of its cells' readers.
                    if ((fits || done.HasBrokenPromise) && read.Access.IsExchange)
                        lateReads.Look(done, ExecutionGraph.Id(read.Thread, read.Index));
                    if (fits)
                    {
                        Follow(done, read);
                        enter(done);
                    }
                    else
                    {
                        pool.Return(done);
                    }
                }
            }

            pool.Return(written);
        }

        pool.Return(start);
    }

    // A compare-exchange may turn out not to write.
    private static bool TakesFrom(ExecutionGraph graph, TraceNode write, TraceNode read)
    {
        int e = ExecutionGraph.Id(write.Thread, write.Index);
        return write.Access.Kind != AccessKind.CompareExchange || graph.Writes(e, 0);
    }
}
