using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace RingCore.AliasedCache;

/// <summary>
/// Visits every state that the parties of a scenario can reach: all interleavings of their accesses, with all that the caches may do
/// meanwhile. States that take few switches and few surprises come first, which makes failing traces short.
/// </summary>
public sealed class Explorer
{
    private const int Parties = 3;
    private const int WritesBack = Parties; // the step's low bits, beside the parties
    private const int StepBits = 2;

    private readonly MemoryRules _rules;
    private readonly RingMap _map;
    private readonly AliasedMemory _memory;
    private readonly ProgramTree[] _trees;
    private readonly StateTable _states;
    private readonly List<Stack<int>> _pending = [];
    private readonly List<int> _costs = [];
    private readonly int[] _row;
    private long _steps;
    private string? _failure;
    private int _failed;

    private Explorer(Scenario scenario, MemoryRules rules, Func<FlushPoint, bool> without)
    {
        rules.Check();
        _rules = rules;
        using IDirtyRing ring = scenario.MakeRing();
        _map = new RingMap(ring, rules.LineBytes);
        _memory = new AliasedMemory(rules, _map.Lines);
        _trees = Array.ConvertAll(Enum.GetValues<Party>(), party => new ProgramTree(scenario, party, _map, without));
        _row = new int[Parties + _memory.RowLength];
        _states = new StateTable(_row.Length);
    }

    /// <summary>Explores a scenario until it has met every state, a failure, or the bound.</summary>
    /// <param name="scenario">What runs.</param>
    /// <param name="rules">What the caches do.</param>
    /// <param name="without">Flush points to leave out; null: none.</param>
    /// <param name="maxStates">The bound.</param>
    public static Exploration Explore(Scenario scenario, MemoryRules rules, Func<FlushPoint, bool>? without = null, int maxStates = 4_000_000)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(rules);
        long start = Stopwatch.GetTimestamp();
        Explorer explorer = new(scenario, rules, without ?? (static _ => false));
        bool complete = explorer.Run(maxStates);
        HashSet<FlushPoint> points = [];
        foreach (ProgramTree tree in explorer._trees)
            points.UnionWith(tree.FlushPoints);
        string trace = explorer._failure is null ? "" : explorer.Trace();
        return new Exploration(
            explorer._states.Count, explorer._steps, Stopwatch.GetElapsedTime(start), complete, explorer._failure, trace, points);
    }

    private Span<int> MemoryRow => _row.AsSpan(Parties);

    private bool Run(int maxStates)
    {
        _memory.Start(MemoryRow, _map.Words);
        Reach(-1, 0, 0);
        for (int cost = 0; cost < _pending.Count; cost++)
        {
            while (_pending[cost].TryPop(out int state))
            {
                Expand(state);
                if (_failure is not null || _states.Count >= maxStates)
                    return false;
            }
        }

        return true;
    }

    private void Expand(int state)
    {
        int last = _states.Origin(state).Step & ((1 << StepBits) - 1);
        for (int party = 0; party < Parties && _failure is null; party++)
        {
            int choices = Choices(state, party);
            for (int choice = 0; choice < choices && _failure is null; choice++)
            {
                Load(state);
                Advance(party, choice, null);
                int surprise = choice == choices - 1 ? 0 : 1;
                Reach(state, choice << StepBits | party, surprise + (party == last ? 0 : 1));
            }
        }

        for (int cell = 0; cell < _memory.Cells && _failure is null; cell++)
        {
            (int mapping, int line) = Math.DivRem(cell, _map.Lines);
            if (!_memory.IsDirty(_states[state][Parties..], mapping, line))
                continue;
            Load(state);
            _memory.WriteBack(MemoryRow, mapping, line);
            Reach(state, cell << StepBits | WritesBack, 1);
        }
    }

    /// <summary>How many ways there are for a party's next step; 0 where it cannot take one.</summary>
    private int Choices(int state, int party)
    {
        ReadOnlySpan<int> row = _states[state];
        Access access = _trees[party][row[party]].Access;
        switch (access.Kind)
        {
            case AccessKind.End or AccessKind.Failed:
                return 0;
            case AccessKind.Gate:
                for (int other = 0; other < Parties; other++)
                {
                    Access theirs = _trees[other][row[other]].Access;
                    bool later = theirs.Kind == AccessKind.End || (theirs.Kind == AccessKind.Gate && theirs.Value > access.Value);
                    if (other != party && !later)
                        return 0;
                }

                return 1;
            case AccessKind.Read or AccessKind.Write:
                return _memory.Choices(row[Parties..], _rules.Mappings[party], _map.LineOf(access.Offset));
            default:
                return 1;
        }
    }

    /// <summary>Carries out a party's next step on the current row.</summary>
    private void Advance(int party, int choice, TraceTable? trace)
    {
        ref int node = ref _row[party];
        ProgramNode program = _trees[party][node];
        Access access = program.Access;
        int mapping = _rules.Mappings[party];
        ulong value = access.Value;
        bool old = false;
        bool writtenBack = false;
        if (access.Kind is AccessKind.Read or AccessKind.Write)
        {
            int line = _map.LineOf(access.Offset);
            int offset = access.Offset & (_rules.LineBytes - 1);
            old = choice < _memory.Choices(MemoryRow, mapping, line) - 1;
            if (access.Kind == AccessKind.Read)
                value = _memory.Read(MemoryRow, mapping, line, offset, access.Bytes, choice);
            else
                _memory.Write(MemoryRow, mapping, line, offset, access.Bytes, choice, value);
        }
        else if (access.Kind is AccessKind.FlushBeforeRead or AccessKind.FlushAfterWrite)
        {
            writtenBack = _memory.Flush(MemoryRow, mapping, _map.LineOf(access.Offset), access.Kind == AccessKind.FlushBeforeRead);
        }

        node = access.Kind == AccessKind.Read ? _trees[party].After(node, value) : program.Next;
        trace?.Add(party, access, value, old, writtenBack, _trees[party][node]);
    }

    private void Load(int state) => _states[state].CopyTo(_row);

    /// <summary>Notes the current row as a state, and judges it.</summary>
    private void Reach(int parent, int step, int cost)
    {
        _steps++;
        int state = _states.Add(_row, parent, step);
        if (state < 0)
            return;
        cost += parent < 0 ? 0 : _costs[parent];
        _costs.Add(cost);
        while (_pending.Count <= cost)
            _pending.Add(new Stack<int>());
        _pending[cost].Push(state);
        Judge(state);
    }

    private void Judge(int state)
    {
        for (int party = 0; party < Parties; party++)
        {
            Access access = _trees[party][_row[party]].Access;
            if (access.Kind == AccessKind.Failed)
                (_failure, _failed) = ($"{(Party)party}: {access.Name}", state);
        }

        int handedOn = _trees[(int)Party.Collector][_row[(int)Party.Collector]].Progress;
        int reset = _trees[(int)Party.Resetter][_row[(int)Party.Resetter]].Progress;
        if (reset > handedOn)
            (_failure, _failed) = ($"Resetter: {reset} entries reset, {handedOn} harvested", state);
    }

    /// <summary>Walks to the failure once more, and writes down what happens.</summary>
    private string Trace()
    {
        Stack<int> steps = [];
        for (int state = _failed; state != 0; state = _states.Origin(state).Parent)
            steps.Push(_states.Origin(state).Step);
        TraceTable table = new(_map, _rules);
        Load(0);
        foreach (int step in steps)
        {
            int who = step & ((1 << StepBits) - 1);
            int what = step >> StepBits;
            if (who != WritesBack)
            {
                Advance(who, what, table);
                continue;
            }

            (int mapping, int line) = Math.DivRem(what, _map.Lines);
            table.AddWriteBack(mapping, line);
            _memory.WriteBack(MemoryRow, mapping, line);
        }

        return table.ToString() + _failure + Environment.NewLine;
    }
}
