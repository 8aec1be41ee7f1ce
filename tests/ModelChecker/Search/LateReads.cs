using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using RingCore.ModelChecker.Graph;
using RingCore.ModelChecker.Trace;

namespace RingCore.ModelChecker.Search;

/// <summary>
/// Finds reads that could be satisfied late: the program made a write only after the read's own thread had gone on, and yet nothing orders
/// the read before that write. Such a write is then promised to the read, and the program is explored again with the promise.
/// </summary>
/// <remarks>
/// A promise is made only of a write that some consistent execution has made, so no value comes out of thin air; and the execution with the
/// promise kept must be free of cycles, dependencies included.
/// </remarks>
internal sealed class LateReads
{
    private readonly MemoryModel _model;
    private readonly Stack<PromiseSet> _open = new();
    private readonly HashSet<string> _known = [];
    private PromiseSet _current = PromiseSet.Empty;

    public LateReads(MemoryModel model)
    {
        _model = model;
        _open.Push(PromiseSet.Empty);
        _known.Add(PromiseSet.Empty.Key);
    }

    /// <summary>Number of sets handed out.</summary>
    public int Tried { get; private set; }

    public bool TryNext([NotNullWhen(true)] out PromiseSet? promises)
    {
        if (!_open.TryPop(out promises))
            return false;
        _current = promises;
        Tried++;
        return true;
    }

    /// <summary>Looks for reads to which the write just added could be promised.</summary>
    public void Look(ExecutionGraph graph, int write)
    {
        TraceNode node = graph.Node(write);
        if (_model.OrdersWide() || node.Access.Kind is AccessKind.Wake or AccessKind.Wait)
            return;
        EventSet candidates = default;
        foreach (int cell in node.Cells)
            candidates.Add(graph.ReadersOf(cell));
        candidates[node.Thread] = 0;
        if (candidates.IsEmpty)
            return;
        Span<int> needed = stackalloc int[ModelProgram.MaxThreads];
        needed.Clear();
        needed[node.Thread] = node.Index + 1;
        graph.CloseUnderSources(needed);
        EventSet ahead = default;
        bool known = false;
        while (candidates.TryTake(out int read))
        {
            // A read on which the write does not stand is done over in the ordinary way.
            if (ExecutionGraph.StepOf(read) >= needed[ExecutionGraph.ThreadOf(read)] ||
                graph.Node(read).Access is not { Kind: AccessKind.Read, Order: AccessOrder.Plain or AccessOrder.Once })
            {
                continue;
            }

            if (!known)
                ahead = AheadOf(graph, write);
            known = true;
            if (!ahead.Contains(read))
                Promise(graph, read, write);
        }
    }

    private void Promise(ExecutionGraph graph, int read, int write)
    {
        TraceNode node = graph.Node(write);
        for (int place = 0; place < node.Cells.Length; place++)
        {
            int cell = node.Cells[place];
            if (!graph.Writes(write, place) || ExecutionGraph.PlaceOf(graph.Node(read), cell) < 0)
                continue;
            Promise promise = new(
                ExecutionGraph.ThreadOf(read), graph.ReadsBefore(read, cell), cell,
                ExecutionGraph.ThreadOf(write), graph.WritesBefore(write, cell), graph.Written(write, place));
            if (_current.With(promise) is { } promises && _known.Add(promises.Key))
                _open.Push(promises);
        }
    }

    // What must come before the write whatever else happens: by the rules within a thread and by who reads from whom.
    private static EventSet AheadOf(ExecutionGraph graph, int write)
    {
        EventSet ahead = default;
        EventSet open = default;
        open.Add(write);
        while (open.TryTake(out int e))
        {
            ahead.Add(e);
            TraceNode node = graph.Node(e);
            EventSet next = default;
            next[node.Thread] = node.OrderedAfter;
            for (int place = 0; place < node.Cells.Length; place++)
            {
                int source = graph.Source(e, place);
                if (source >= 0 && ExecutionGraph.ThreadOf(source) != node.Thread)
                    next.Add(source);
                else if (source >= 0 && node.Reads(place))
                    next[node.Thread] |= graph.Node(source).ValueDependsOn;
            }

            while (next.TryTake(out int d))
            {
                if (!ahead.Contains(d))
                    open.Add(d);
            }
        }

        return ahead;
    }
}
