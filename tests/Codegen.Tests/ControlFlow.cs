using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace RingCore.Tests;

/// <summary>The loops of a method, as its jumps have them: not the lines between a label and a jump back to it, among which the JIT may lay others.</summary>
internal sealed class ControlFlow
{
    private const string Label = @"G_M\w+_IG\w+";
    private readonly string _name;
    private readonly List<List<string>> _blocks = [];
    private readonly List<List<int>> _next = [];

    /// <param name="code">x86-64 or ARM64 code.</param>
    public ControlFlow(MethodCode code)
    {
        _name = code.Name;
        Dictionary<string, int> labels = Split(code);
        for (int i = 0; i < _blocks.Count; i++)
        {
            string last = _blocks[i].LastOrDefault(line => !line.StartsWith("align", System.StringComparison.Ordinal)) ?? "";
            List<int> next = [];
            Match jump = Jump(last);
            if (jump.Success)
                next.Add(labels[jump.Groups[1].Value]);
            if (!Regex.IsMatch(last, @"^(jmp|b|br|ret|int3|brk)( |$)") && i + 1 < _blocks.Count)
                next.Add(i + 1);
            _next.Add(next);
        }
    }

    /// <summary>The loops, each with those inside it.</summary>
    /// <param name="offTheWay">Blocks with such an instruction are taken for ways out of the loop, or null.</param>
    public IReadOnlyList<MethodCode> Loops(string? offTheWay = null)
    {
        bool[] isOff = [.. _blocks.Select(block => offTheWay is not null && block.Exists(line => Regex.IsMatch(line, offTheWay)))];
        HashSet<int>[] reached = [.. Enumerable.Range(0, _blocks.Count).Select(block => Reached(block, isOff))];
        List<MethodCode> loops = [];
        HashSet<int> done = [];
        for (int i = 0; i < _blocks.Count; i++)
        {
            if (!reached[i].Contains(i) || done.Contains(i))
                continue;
            int[] loop = [.. reached[i].Where(block => reached[block].Contains(i)).Order()];
            done.UnionWith(loop);
            loops.Add(new MethodCode($"{_name}, loop of {_blocks[i][0]}", loop.SelectMany(block => _blocks[block])));
        }

        return loops;
    }

    /// <summary>Whether no way from the method's entry comes to an instruction without another before it.</summary>
    /// <param name="first">What must come before.</param>
    /// <param name="then">What must not come alone; it stands somewhere.</param>
    public bool OnlyAfter(string first, string then)
    {
        Assert.Contains(_blocks, block => block.Exists(line => Regex.IsMatch(line, then)));
        HashSet<int> seen = [0];
        Stack<int> open = new([0]);
        while (open.TryPop(out int block))
        {
            string? met = _blocks[block].Find(line => Regex.IsMatch(line, first) || Regex.IsMatch(line, then));
            if (met is not null && !Regex.IsMatch(met, first))
                return false;
            foreach (int next in met is null ? _next[block] : [])
            {
                if (seen.Add(next))
                    open.Push(next);
            }
        }

        return true;
    }

    private static Match Jump(string line) => Regex.Match(line, $@"^(?!lea |adr ).* ({Label})$");

    /// <summary>Blocks begin at a label and end at a jump.</summary>
    private Dictionary<string, int> Split(MethodCode code)
    {
        Dictionary<string, int> labels = [];
        bool isOpen = false;
        foreach (string line in code.Lines)
        {
            if (!isOpen || MethodCode.IsLabel(line))
                _blocks.Add([]);
            _blocks[^1].Add(line);
            isOpen = !Jump(line).Success && !Regex.IsMatch(line, @"^(jmp|br|ret|int3|brk)( |$)");
            if (!MethodCode.IsLabel(line))
                continue;
            // A label twice: two of the JIT's threads have printed at once.
            Assert.True(labels.TryAdd(line.Split(':')[0], _blocks.Count - 1), $"{_name}: {line} stands there twice\n{code}");
        }

        return labels;
    }

    /// <summary>Blocks that follow a block, at once or later.</summary>
    private HashSet<int> Reached(int from, bool[] isOff)
    {
        HashSet<int> reached = [];
        Stack<int> open = new([from]);
        while (open.TryPop(out int block))
        {
            foreach (int next in isOff[block] ? [] : _next[block])
            {
                if (!isOff[next] && reached.Add(next))
                    open.Push(next);
            }
        }

        return reached;
    }
}
