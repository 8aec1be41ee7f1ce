using System;
using System.Collections.Generic;
using RingCore.ModelChecker.Graph;
using RingCore.ModelChecker.Trace;

namespace RingCore.ModelChecker.Search;

/// <summary>The ways to add a step to a graph. Some of them the graph will refuse.</summary>
internal ref struct StepChoices
{
    private readonly ExecutionGraph _graph;
    private readonly Four<short>? _sources;
    private readonly List<Step> _into;
    private readonly Four<int> _newest;
    private Step _step;

    private StepChoices(ExecutionGraph graph, TraceNode node, Four<short>? sources, in Four<int> newest, List<Step> into)
    {
        _graph = graph;
        _sources = sources;
        _newest = newest;
        _into = into;
        _step = new Step(node);
    }

    /// <summary>Fills a list with the ways to add a step.</summary>
    /// <param name="graph">To which it is added.</param>
    /// <param name="node">The step, the next of its thread.</param>
    /// <param name="sources">Where its reads take their values from, or null to try all.</param>
    /// <param name="into">Emptied first.</param>
    public static void List(ExecutionGraph graph, TraceNode node, Four<short>? sources, List<Step> into)
    {
        EventSet ahead = graph.Ahead(node);
        Four<int> newest = default;
        for (int place = 0; place < node.Cells.Length; place++)
            newest[place] = graph.NewestAhead(node, ahead, node.Cells[place]);
        List(graph, node, sources, newest, into);
    }

    /// <summary>The same, with the ways that only a part of the graph allows.</summary>
    public static void ListAll(ExecutionGraph graph, TraceNode node, Four<short>? sources, List<Step> into)
    {
        Four<int> newest = default;
        ((Span<int>)newest).Fill(-1);
        List(graph, node, sources, newest, into);
    }

    private static void List(ExecutionGraph graph, TraceNode node, Four<short>? sources, in Four<int> newest, List<Step> into)
    {
        into.Clear();
        new StepChoices(graph, node, sources, newest, into).ListFrom(0);
    }

    private void ListFrom(int place)
    {
        TraceNode node = _step.Node;
        if (place == node.Cells.Length)
            _into.Add(_step);
        else if (node.Access.Kind == AccessKind.Resume)
            ListWakes();
        else if (node.Reads(place))
            ListSources(place);
        else
            ListPositions(place);
    }

    private void ListWakes()
    {
        if (_sources is { } given)
        {
            _step.Sources = given;
            _into.Add(_step);
            return;
        }

        _step.Sources[0] = ExecutionGraph.Asleep;
        _into.Add(_step);
        foreach (short write in _graph.WritesTo(_step.Node.Cells[0]))
        {
            if (_graph.Node(write).Access.Kind != AccessKind.Wake)
                continue;
            _step.Sources[0] = write;
            _into.Add(_step);
        }
    }

    private void ListSources(int place)
    {
        int cell = _step.Node.Cells[place];
        int thread = _step.Node.Thread;
        if (_graph.Promises.Count > 0 &&
            _graph.Promises.TryFind(thread, _graph.ReadsBefore(ExecutionGraph.Id(thread, _step.Node.Index), cell), cell, out Promise promise))
        {
            ListPromised(place, promise);
            return;
        }

        if (_sources is { } given)
        {
            _step.Sources[place] = given[place];
            ListFrom(place + 1);
            return;
        }

        if (_newest[place] < 0)
        {
            _step.Sources[place] = ExecutionGraph.Initial;
            ListFrom(place + 1);
        }

        foreach (short write in _graph.WritesTo(cell)[Math.Max(0, _newest[place])..])
        {
            _step.Sources[place] = write;
            ListFrom(place + 1);
        }
    }

    private void ListPromised(int place, in Promise promise)
    {
        byte before = _step.Promised;
        _step.Promised |= (byte)(1 << place);
        _step.PromisedValues[place] = promise.Value;
        foreach (short write in _graph.WritesTo(promise.Cell))
        {
            if (ExecutionGraph.ThreadOf(write) != promise.Writer || _graph.WritesBefore(write, promise.Cell) != promise.Write ||
                _graph.ValueFrom(write, promise.Cell) != promise.Value)
            {
                continue;
            }

            _step.Sources[place] = write;
            ListFrom(place + 1);
        }

        // Also where the write is there: it may stand on reads that will be done over, and be made again.
        _step.Sources[place] = ExecutionGraph.Pending;
        ListFrom(place + 1);
        _step.Promised = before;
    }

    private void ListPositions(int place)
    {
        for (int position = _graph.WritesTo(_step.Node.Cells[place]).Length; position > _newest[place]; position--)
        {
            _step.Positions[place] = position;
            ListFrom(place + 1);
        }
    }
}
