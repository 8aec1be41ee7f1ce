using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using RingCore.ModelChecker.Graph;
using RingCore.ModelChecker.Trace;

namespace RingCore.ModelChecker.Report;

/// <summary>
/// An execution for people: a column for each thread, a row for each step, from top to bottom in an order in which the memory can have carried
/// them out. Each step has its number in the program order of its thread, and each read names the step that it read from.
/// </summary>
internal static class ExecutionTable
{
    public static string Of(ModelProgram program, ExecutionGraph graph)
    {
        List<(int Thread, string Text)> rows = [.. InOrder(graph).Select(e => (ExecutionGraph.ThreadOf(e), Describe(program, graph, e)))];
        for (int t = 0; t < graph.Threads; t++)
            rows.Add((t, DescribeEnd(graph, t)));
        int[] widths = [.. Enumerable.Range(0, graph.Threads).Select(t =>
            Math.Max(program.Threads[t].Name.Length, rows.Where(r => r.Thread == t).Max(r => r.Text.Length)))];
        StringBuilder text = new();
        Line(text, widths, t => program.Threads[t].Name);
        Line(text, widths, t => new string('-', widths[t]));
        foreach ((int thread, string row) in rows)
            Line(text, widths, t => t == thread ? row : "");
        return text.ToString();
    }

    private static void Line(StringBuilder text, int[] widths, Func<int, string> cell)
    {
        for (int t = 0; t < widths.Length; t++)
            text.Append("| ").Append(cell(t).PadRight(widths[t])).Append(' ');
        text.AppendLine("|");
    }

    // Ancestors first; among those that may come next, the thread of the last row goes on.
    private static IEnumerable<int> InOrder(ExecutionGraph graph)
    {
        List<int> rest = [];
        for (int t = 0; t < graph.Threads; t++)
        {
            for (int i = 0; i < graph.Count(t); i++)
                rest.Add(ExecutionGraph.Id(t, i));
        }

        EventSet done = default;
        int thread = 0;
        while (rest.Count > 0)
        {
            List<int> ready = rest.FindAll(e => IsSubset(graph.Before(e), done));
            int next = ready.Find(e => ExecutionGraph.ThreadOf(e) == thread);
            if (!ready.Contains(next) || ExecutionGraph.ThreadOf(next) != thread)
                next = ready[0];
            thread = ExecutionGraph.ThreadOf(next);
            done.Add(next);
            rest.Remove(next);
            yield return next;
        }
    }

    private static bool IsSubset(in EventSet set, in EventSet of)
    {
        for (int t = 0; t < ModelProgram.MaxThreads; t++)
        {
            if ((set[t] & ~of[t]) != 0)
                return false;
        }

        return true;
    }

    private static string Describe(ModelProgram program, ExecutionGraph graph, int e)
    {
        TraceNode node = graph.Node(e);
        Access access = node.Access;
        string where = access.Bytes == 0 ? "" : " " + program.Memory.NameOf(access.Address);
        string site = node.Site is { } call ? $"  [{call}]" : "";
        string what = access.Kind switch
        {
            AccessKind.Read => $"{access.FencePoint}{where} -> {graph.Value(e):x}{From(program, graph, e)}",
            AccessKind.Write => $"{access.FencePoint}{where} = {access.Value:x}",
            AccessKind.CompareExchange =>
                $"CompareExchange{Order(access)}{where} {access.Comparand:x} to {access.Value:x} -> {graph.Value(e):x}{From(program, graph, e)}",
            AccessKind.Exchange or AccessKind.Or or AccessKind.And =>
                $"{access.Kind}{Order(access)}{where} {access.Value:x} -> {graph.Value(e):x}{From(program, graph, e)}",
            AccessKind.Wait => $"Wait{where} while {access.Value:x}, finds {graph.Value(e):x}{From(program, graph, e)}",
            AccessKind.Resume => graph.Source(e, 0) < 0 ? $"sleeps{where}" : $"wakes{where}{From(program, graph, e)}",
            AccessKind.Wake => $"Wake{where}",
            _ => access.IsFull ? access.Kind.ToString() : $"({access.Kind} without effect)",
        };
        return $"{ExecutionGraph.StepOf(e)}: {what}{site}";
    }

    private static string Order(in Access access) => access.IsFull ? "" : "Unordered";

    private static string From(ModelProgram program, ExecutionGraph graph, int e)
    {
        TraceNode node = graph.Node(e);
        IEnumerable<string> sources = Enumerable.Range(0, node.Cells.Length)
            .Where(place => node.Reads(place) || node.Access.Kind == AccessKind.Resume)
            .Select(place => Name(program, graph.Source(e, place)))
            .Distinct();
        return $" from {string.Join(" and ", sources)}";
    }

    private static string Name(ModelProgram program, int source) =>
        source < 0 ? "start" : $"{program.Threads[ExecutionGraph.ThreadOf(source)].Name} {ExecutionGraph.StepOf(source)}";

    private static string DescribeEnd(ExecutionGraph graph, int thread)
    {
        if (Search.Exploration.IsAsleep(graph, thread))
            return "(sleeps)";
        TraceNode end = graph.Next(thread);
        return end.Access.Kind switch
        {
            AccessKind.End => "(returns)",
            AccessKind.Failed => $"(fails: {end.Message})",
            _ => "(gives up)",
        };
    }
}
