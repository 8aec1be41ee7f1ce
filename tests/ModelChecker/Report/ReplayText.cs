using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using RingCore.ModelChecker.Graph;
using RingCore.ModelChecker.Trace;

namespace RingCore.ModelChecker.Report;

/// <summary>
/// An execution as one line of text: for each thread the values that its steps read and from where, then the order of the writes of each
/// cell. <c>0.2</c> is step 2 of thread 0, <c>i</c> the initial value, <c>s</c> a sleep that nobody ends.
/// </summary>
internal static partial class ReplayText
{
    public static string Of(ExecutionGraph graph)
    {
        IEnumerable<string> threads = Enumerable.Range(0, graph.Threads).Select(t =>
            string.Join(',', Enumerable.Range(0, graph.Count(t)).Select(i => StepText(graph, ExecutionGraph.Id(t, i)))));
        return string.Join('/', threads) + "/" + string.Join(';', Orders(graph));
    }

    /// <summary>Builds the execution again.</summary>
    /// <exception cref="FormatException">The text is not of this program, or the memory does not allow what it says.</exception>
    public static ExecutionGraph Build(string text, ModelProgram program, TraceTree[] trees)
    {
        string[] parts = text.Split('/');
        if (parts.Length != trees.Length + 1)
            throw new FormatException($"The replay text has {parts.Length - 1} threads, the program {program.Name} has {trees.Length}.");
        ExecutionGraph graph = new(program.Memory, trees.Length);
        for (int t = 0; t < trees.Length; t++)
            PutThread(graph, t, trees[t], parts[t]);
        foreach (string order in parts[^1].Split(';', StringSplitOptions.RemoveEmptyEntries))
            PutOrder(graph, order);
        return graph.Settle() ? graph : throw new FormatException("The memory does not allow what the replay text says.");
    }

    private static string StepText(ExecutionGraph graph, int e)
    {
        TraceNode node = graph.Node(e);
        if (!node.Access.Returns)
            return "-";
        IEnumerable<string> sources = Enumerable.Range(0, node.Cells.Length)
            .Where(place => node.Reads(place) || node.Access.Kind == AccessKind.Resume)
            .Select(place => SourceText(graph.Source(e, place)));
        return $"{graph.Value(e):x}@{string.Join('+', sources)}";
    }

    private static string SourceText(int source) => source switch
    {
        ExecutionGraph.Initial => "i",
        ExecutionGraph.Asleep => "s",
        _ => EventText(source),
    };

    private static string EventText(int e) => string.Create(CultureInfo.InvariantCulture, $"{ExecutionGraph.ThreadOf(e)}.{ExecutionGraph.StepOf(e)}");

    // The order of a cell stands as "place:event<event<...", the place being that of the first event.
    private static IEnumerable<string> Orders(ExecutionGraph graph)
    {
        HashSet<int> cells = [];
        for (int t = 0; t < graph.Threads; t++)
        {
            for (int i = 0; i < graph.Count(t); i++)
                cells.UnionWith(graph.Node(ExecutionGraph.Id(t, i)).Cells);
        }

        foreach (int cell in cells)
        {
            short[] writes = graph.WritesTo(cell).ToArray();
            if (writes.Length > 0)
            {
                int place = ExecutionGraph.PlaceOf(graph.Node(writes[0]), cell);
                yield return string.Create(CultureInfo.InvariantCulture, $"{place}:{string.Join('<', writes.Select(w => EventText(w)))}");
            }
        }
    }

    private static void PutThread(ExecutionGraph graph, int thread, TraceTree tree, string text)
    {
        TraceNode node = tree.Root;
        foreach (string step in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (node.Access.IsTerminal || node.Access.Returns == (step == "-"))
                throw new FormatException($"The replay text does not fit: thread {tree.Name} does {node.Access} where it says '{step}'.");
            if (step != "-" && !Read().IsMatch(step))
                throw new FormatException($"'{step}' is not what a step read.");
            Four<short> sources = default;
            ((Span<short>)sources).Fill(ExecutionGraph.Initial);
            UInt128 value = 0;
            if (node.Access.Returns)
            {
                string[] halves = step.Split('@');
                value = UInt128.Parse(halves[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                string[] names = halves[1].Split('+');
                if (names.Length > Math.Max(1, node.Cells.Length))
                    throw new FormatException($"'{step}' has more sources than thread {tree.Name} reads cells.");
                for (int i = 0; i < names.Length; i++)
                    sources[i] = ParseSource(names[i]);
            }

            graph.Put(node, value, sources);
            if (sources[0] != ExecutionGraph.Asleep)
                node = tree.Next(node, value);
        }

        graph.SetNext(thread, node);
    }

    private static void PutOrder(ExecutionGraph graph, string text)
    {
        if (!Order().IsMatch(text))
            throw new FormatException($"'{text}' is not the order of a cell's writes.");
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        int place = int.Parse(text.AsSpan(0, colon), CultureInfo.InvariantCulture);
        short[] writes = [.. text[(colon + 1)..].Split('<').Select(ParseEvent)];
        if (!Array.TrueForAll(writes, w => graph.Has(w)) || place >= graph.Node(writes[0]).Cells.Length)
            throw Unmade(text);
        int cell = graph.Node(writes[0]).Cells[place];
        foreach (short write in writes)
        {
            if (ExecutionGraph.PlaceOf(graph.Node(write), cell) < 0)
                throw Unmade(text);
            graph.PutWrite(cell, write);
        }
    }

    private static FormatException Unmade(string text) => new($"'{text}' orders writes that the threads do not make.");

    private static short ParseSource(string text) => text switch
    {
        "i" => ExecutionGraph.Initial,
        "s" => ExecutionGraph.Asleep,
        _ => ParseEvent(text),
    };

    private static short ParseEvent(string text)
    {
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        return (short)ExecutionGraph.Id(
            int.Parse(text.AsSpan(0, dot), CultureInfo.InvariantCulture), int.Parse(text.AsSpan(dot + 1), CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^[0-9a-f]{1,32}@(i|s|[0-3]\.\d\d?)(\+(i|[0-3]\.\d\d?))*$")]
    private static partial Regex Read();

    [GeneratedRegex(@"^[0-3]:[0-3]\.\d\d?(<[0-3]\.\d\d?)*$")]
    private static partial Regex Order();
}
