using System.Collections.Generic;
using RingCore.ModelChecker.Graph;
using RingCore.ModelChecker.Trace;

namespace RingCore.ModelChecker.Search;

/// <summary>All ways to add a step to a graph, those included that the graph will refuse.</summary>
internal static class StepChoices
{
    /// <summary>Fills a list with the ways to add a step.</summary>
    /// <param name="graph">To which it is added.</param>
    /// <param name="node">The step, the next of its thread.</param>
    /// <param name="sources">Where its reads take their values from, or null to try all.</param>
    /// <param name="into">Emptied first.</param>
    public static void List(ExecutionGraph graph, TraceNode node, Four<short>? sources, List<Step> into)
    {
        into.Clear();
        Step step = new(node);
        ListFrom(graph, ref step, 0, sources, into);
    }

    private static void ListFrom(ExecutionGraph graph, ref Step step, int place, in Four<short>? sources, List<Step> into)
    {
        TraceNode node = step.Node;
        if (place == node.Cells.Length)
        {
            into.Add(step);
            return;
        }

        if (node.Access.Kind == AccessKind.Resume)
            ListWakes(graph, ref step, sources, into);
        else if (node.Reads(place))
            ListSources(graph, ref step, place, sources, into);
        else
            ListPositions(graph, ref step, place, sources, into);
    }

    private static void ListWakes(ExecutionGraph graph, ref Step step, in Four<short>? sources, List<Step> into)
    {
        if (sources is { } given)
        {
            step.Sources = given;
            into.Add(step);
            return;
        }

        step.Sources[0] = ExecutionGraph.Asleep;
        into.Add(step);
        foreach (short write in graph.WritesTo(step.Node.Cells[0]))
        {
            if (graph.Node(write).Access.Kind != AccessKind.Wake)
                continue;
            step.Sources[0] = write;
            into.Add(step);
        }
    }

    private static void ListSources(ExecutionGraph graph, ref Step step, int place, in Four<short>? sources, List<Step> into)
    {
        int cell = step.Node.Cells[place];
        int thread = step.Node.Thread;
        if (graph.Promises.Count > 0 &&
            graph.Promises.TryFind(thread, graph.ReadsBefore(ExecutionGraph.Id(thread, step.Node.Index), cell), cell, out Promise promise))
        {
            ListPromised(graph, ref step, place, promise, sources, into);
            return;
        }

        if (sources is { } given)
        {
            step.Sources[place] = given[place];
            ListFrom(graph, ref step, place + 1, sources, into);
            return;
        }

        step.Sources[place] = ExecutionGraph.Initial;
        ListFrom(graph, ref step, place + 1, sources, into);
        foreach (short write in graph.WritesTo(cell))
        {
            step.Sources[place] = write;
            ListFrom(graph, ref step, place + 1, sources, into);
        }
    }

    private static void ListPromised(
        ExecutionGraph graph, ref Step step, int place, in Promise promise, in Four<short>? sources, List<Step> into)
    {
        byte before = step.Promised;
        step.Promised |= (byte)(1 << place);
        step.PromisedValues[place] = promise.Value;
        foreach (short write in graph.WritesTo(promise.Cell))
        {
            if (ExecutionGraph.ThreadOf(write) != promise.Writer || graph.WritesBefore(write, promise.Cell) != promise.Write ||
                graph.ValueFrom(write, promise.Cell) != promise.Value)
            {
                continue;
            }

            step.Sources[place] = write;
            ListFrom(graph, ref step, place + 1, sources, into);
        }

        // Also where the write is there: it may stand on reads that will be done over, and be made again.
        step.Sources[place] = ExecutionGraph.Pending;
        ListFrom(graph, ref step, place + 1, sources, into);
        step.Promised = before;
    }

    private static void ListPositions(ExecutionGraph graph, ref Step step, int place, in Four<short>? sources, List<Step> into)
    {
        for (int position = graph.WritesTo(step.Node.Cells[place]).Length; position >= 0; position--)
        {
            step.Positions[place] = position;
            ListFrom(graph, ref step, place + 1, sources, into);
        }
    }
}
