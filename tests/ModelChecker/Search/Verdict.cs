using System.Collections.Generic;
using RingCore.ModelChecker.Graph;
using RingCore.ModelChecker.Trace;

namespace RingCore.ModelChecker.Search;

/// <summary>Judges an execution to which nothing can be added.</summary>
internal static class Verdict
{
    /// <summary>Whether it counts at all: nobody is stuck in the middle, and every promise was kept.</summary>
    public static bool IsComplete(ExecutionGraph graph)
    {
        if (graph.PendingReads > 0)
            return false;
        int promised = 0;
        for (int t = 0; t < graph.Threads; t++)
        {
            if (!Exploration.IsStopped(graph, t))
                return false;
            for (int i = 0; i < graph.Count(t); i++)
            {
                int e = ExecutionGraph.Id(t, i);
                for (int place = 0; place < graph.Node(e).Cells.Length; place++)
                    promised += graph.IsPromised(e, place) ? 1 : 0;
            }
        }

        return promised == graph.Promises.Count;
    }

    /// <summary>Null where an assumption did not hold; else what is wrong, or an empty text.</summary>
    public static string? Judge(ModelProgram program, ExecutionGraph graph)
    {
        List<string> wrong = [];
        bool abandoned = false;
        for (int t = 0; t < graph.Threads; t++)
        {
            string name = program.Threads[t].Name;
            switch (EndingOf(graph, t))
            {
                case Ending.Failed:
                    return $"{name}: {graph.Next(t).Message}";
                case Ending.Abandoned:
                    abandoned = true;
                    break;
                case Ending.SleepsForEver:
                    wrong.Add($"{name} sleeps for ever");
                    break;
                case Ending.SpinsForEver:
                    wrong.Add($"{name} spins for ever");
                    break;
            }
        }

        if (abandoned)
            return null;
        if (wrong.Count == 0 && program.Check?.Invoke(new Execution(program, graph)) is { } message)
            return message;
        return string.Join(", ", wrong);
    }

    private static Ending EndingOf(ExecutionGraph graph, int thread)
    {
        if (Exploration.IsAsleep(graph, thread))
            return WasWoken(graph, thread) ? Ending.Abandoned : Ending.SleepsForEver;
        TraceNode last = graph.Next(thread);
        return last.Access.Kind switch
        {
            AccessKind.Failed => Ending.Failed,
            AccessKind.Blocked => HasSeenTheNewest(graph, last) ? Ending.SpinsForEver : Ending.Abandoned,
            _ => Ending.Returned,
        };
    }

    /// <summary>Whether a wake came after the wait of a thread that sleeps: that it sleeps on is no execution.</summary>
    public static bool WasWoken(ExecutionGraph graph, int thread)
    {
        int resume = ExecutionGraph.Id(thread, graph.Count(thread) - 1);
        bool behind = false;
        foreach (short write in graph.WritesTo(graph.Node(resume).Cells[0]))
        {
            if (write == resume - 1)
                behind = true;
            else if (behind && graph.Node(write).Access.Kind == AccessKind.Wake)
                return true;
        }

        return false;
    }

    /// <summary>Whether all reads of the attempt that failed were of the newest values.</summary>
    public static bool HasSeenTheNewest(ExecutionGraph graph, TraceNode last)
    {
        if (last.AttemptStart < 0)
            return false;
        for (int i = last.AttemptStart; i < last.Index; i++)
        {
            int e = ExecutionGraph.Id(last.Thread, i);
            TraceNode node = graph.Node(e);
            for (int place = 0; place < node.Cells.Length; place++)
            {
                if (!node.Reads(place))
                    continue;
                var writes = graph.WritesTo(node.Cells[place]);
                int newest = writes.IsEmpty ? ExecutionGraph.Initial : writes[^1];
                if (graph.Source(e, place) != newest && newest != e)
                    return false;
            }
        }

        return true;
    }
}
