using System;
using System.Collections.Generic;
using System.Linq;

namespace RingCore.ModelChecker.Tests.Litmus;

/// <summary>
/// The memory models once more, written down as plainly as possible and tried on every candidate: all values for all reads, all sources, all
/// orders of writes. Shares nothing with the checker, and reads dependencies off the text. For very small tests without pointers.
/// </summary>
internal sealed class LitmusOracle
{
    private readonly LitmusOperation[][] _threads;
    private readonly string _observe;
    private readonly MemoryModel _model;
    private readonly Dictionary<char, int[]> _domains = [];
    private readonly SortedSet<string> _outcomes = new(StringComparer.Ordinal);
    private readonly List<LitmusEvent> _events = [];

    private LitmusOracle(LitmusOperation[][] threads, string observe, MemoryModel model)
    {
        int cellsOfPart = model == MemoryModel.X64 ? 4 : 2;
        _threads = [.. threads.Select(t => t.SelectMany((operation, i) => operation.Parts(cellsOfPart, i + 1)).ToArray())];
        _observe = observe;
        _model = model;
        LitmusOperation[] writes = [.. threads.SelectMany(t => t).Where(o => o.IsWrite)];
        foreach (char location in threads.SelectMany(t => t).SelectMany(o => o.Locations).Distinct())
            _domains.Add(location, Domain(location, writes));
    }

    public static SortedSet<string> Outcomes(LitmusOperation[][] threads, string observe, MemoryModel model)
    {
        LitmusOracle oracle = new(threads, observe, model);
        oracle.Trace(0, 0, []);
        return oracle._outcomes;
    }

    // The values that a location can hold: a value that is copied can be any constant of the program.
    private static int[] Domain(char location, LitmusOperation[] writes)
    {
        LitmusOperation[] own = [.. writes.Where(o => o.Locations.Contains(location, StringComparison.Ordinal))];
        IEnumerable<int> values = Array.Exists(own, o => o.Operand != '\0')
            ? writes.SelectMany(o => o.Constants).Select(digit => digit - '0')
            : own.Select(o => o.ConstantOf(location));
        return [.. values.Append(0).Distinct()];
    }

    private void Trace(int thread, int step, Dictionary<char, LitmusEvent> registers)
    {
        if (thread == _threads.Length)
        {
            Sources(0, 0);
            return;
        }

        if (step == _threads[thread].Length)
        {
            Trace(thread + 1, 0, []);
            return;
        }

        LitmusOperation operation = _threads[thread][step];
        LitmusEvent? condition = registers.GetValueOrDefault(operation.Condition);
        if (operation.Condition != '\0' && (condition?.Register(operation.Condition) ?? 0) == 0)
        {
            Trace(thread, step + 1, registers);
            return;
        }

        LitmusEvent? operand = registers.GetValueOrDefault(operation.Operand);
        LitmusEvent e = new(_events.Count, thread, operation, condition, operand);
        _events.Add(e);
        Values(e, 0, () =>
        {
            Dictionary<char, LitmusEvent> next = new(registers);
            foreach (char register in operation.Registers)
                next[register] = e;
            Trace(thread, step + 1, next);
        });
        _events.RemoveAt(_events.Count - 1);
    }

    private void Values(LitmusEvent e, int cell, Action next)
    {
        if (cell == e.Cells.Length || !e.IsRead)
        {
            next();
            return;
        }

        foreach (int value in _domains[e.Operation.Locations[cell]])
        {
            e.Cells[cell].Read = value;
            Values(e, cell + 1, next);
        }
    }

    private void Sources(int index, int cell)
    {
        if (index == _events.Count)
        {
            Orders([.. _events.Where(e => e.IsWrite).SelectMany(e => e.Operation.Locations).Distinct()], 0);
            return;
        }

        LitmusEvent e = _events[index];
        if (!e.IsRead || cell == e.Cells.Length)
        {
            Sources(index + 1, 0);
            return;
        }

        char location = e.Operation.Locations[cell];
        if (e.Cells[cell].Read == 0)
        {
            e.Cells[cell].Source = null;
            Sources(index, cell + 1);
        }

        foreach (LitmusEvent write in _events.Where(w => w != e && w.IsWrite && w.Touches(location) && w.Written(location) == e.Cells[cell].Read))
        {
            e.Cells[cell].Source = write;
            Sources(index, cell + 1);
        }
    }

    private void Orders(char[] locations, int index)
    {
        if (index == locations.Length)
        {
            if (IsConsistent())
                _outcomes.Add(Outcome());
            return;
        }

        char location = locations[index];
        LitmusEvent[] writes = [.. _events.Where(e => e.IsWrite && e.Touches(location))];
        foreach (int[] permutation in Permutations(writes.Length))
        {
            for (int i = 0; i < writes.Length; i++)
                writes[i].At(location).Position = permutation[i];
            if (IsCoherent(location))
                Orders(locations, index + 1);
        }
    }

    private string Outcome() => string.Concat(_observe.Select(name => LitmusOperation.IsRegister(name)
        ? _events.LastOrDefault(e => e.Operation.Registers.Contains(name, StringComparison.Ordinal))?.Register(name) ?? 0
        : _events.Where(e => e.IsWrite && e.Touches(name)).MaxBy(e => e.At(name).Position)?.Written(name) ?? 0));

    // One location at a time: program order and communication agree, and an exchange stands directly behind what it read.
    private bool IsCoherent(char location)
    {
        foreach (LitmusEvent e in _events)
        {
            if (e.IsRead && e.IsWrite && e.Touches(location) && e.At(location).Position != e.PositionRead(location) + 1)
                return false;
        }

        return !HasCycle((a, b) => a.Touches(location) && b.Touches(location) &&
            ((a.Thread == b.Thread && a.Index < b.Index) || a.CommunicatesTo(b, location)));
    }

    private bool IsConsistent()
    {
        // A location that nobody writes has no order to be tried.
        foreach (char location in _events.SelectMany(e => e.Operation.Locations).Distinct())
        {
            if (!_events.Exists(e => e.IsWrite && e.Touches(location)) && !IsCoherent(location))
                return false;
        }

        int[] fences = [.. _events.Where(e => e.Operation.Kind == LitmusKind.ProcessWideFence).Select(e => e.Index)];
        return CutsExist(fences, 0, []);
    }

    // A process-wide fence stands somewhere in every thread: try all places.
    private bool CutsExist(int[] fences, int next, List<(int Fence, int Thread, int Place)> cuts)
    {
        if (next == fences.Length * _threads.Length)
            return !HasCycle((a, b) => Ordered(a, b) || (a.CommunicatesTo(b) && a.Thread != b.Thread) || cuts.Any(c => Cut(c, a, b)));
        int fence = fences[next / _threads.Length];
        int thread = next % _threads.Length;
        if (_events[fence].Thread == thread)
            return CutsExist(fences, next + 1, cuts);
        int[] members = [.. _events.Where(e => e.Thread == thread).Select(e => e.Index)];
        for (int i = 0; i <= members.Length; i++)
        {
            int place = i < members.Length ? members[i] : int.MaxValue;
            if (CutsExist(fences, next + 1, [.. cuts, (fence, thread, place)]))
                return true;
        }

        return false;
    }

    private static bool Cut((int Fence, int Thread, int Place) cut, LitmusEvent a, LitmusEvent b) =>
        (a.Index == cut.Fence && b.Thread == cut.Thread && b.Index >= cut.Place) ||
        (b.Index == cut.Fence && a.Thread == cut.Thread && a.Index < cut.Place);

    private bool Ordered(LitmusEvent a, LitmusEvent b)
    {
        if (a.Thread != b.Thread || a.Index >= b.Index)
            return false;
        if (a.IsFull)
            return _model == MemoryModel.X64 || !IsMergedAcross(a, b);
        if (b.IsFull)
            return true;
        if (_model == MemoryModel.X64)
            return !(a.IsWrite && b.IsRead) && !(a.Operation.Group != 0 && a.Operation.Group == b.Operation.Group);
        return (a.IsRead && a.Operation.IsOrdered) || (b.IsWrite && b.Operation.IsOrdered) ||
            (b.IsWrite && (b.Operand == a || b.Condition == a)) ||
            (a.IsWrite && a.Operation.IsOrdered && b.IsWrite && a.SharesLocation(b)) ||
            (b.IsRead && Array.Exists(b.Cells, cell => cell.Source is { } source && source.Thread == b.Thread && source.Operand == a));
    }

    // Neighbours of one kind and width on both sides of a bare fence may both happen before it.
    private bool IsMergedAcross(LitmusEvent fence, LitmusEvent b)
    {
        if (fence.Operation.Kind != LitmusKind.FullFence || b.Index != fence.Index + 1 || fence.Index == 0)
            return false;
        LitmusEvent a = _events[fence.Index - 1];
        return a.Thread == b.Thread && a.Operation.Kind == b.Operation.Kind && a.Operation.Kind is LitmusKind.Read or LitmusKind.Write &&
            !a.Operation.IsOrdered && !b.Operation.IsOrdered && a.Cells.Length == b.Cells.Length && (a.IsNextTo(b) || b.IsNextTo(a));
    }

    // Takes away events with nothing before them, as long as there are any.
    private bool HasCycle(Func<LitmusEvent, LitmusEvent, bool> edge)
    {
        List<LitmusEvent> rest = [.. _events];
        while (rest.Find(e => !rest.Exists(before => edge(before, e))) is { } first)
            rest.Remove(first);
        return rest.Count > 0;
    }

    private static IEnumerable<int[]> Permutations(int count)
    {
        if (count == 0)
            return [[]];
        return Permutations(count - 1).SelectMany(p => Enumerable.Range(0, count).Select(i => (int[])[.. p[..i], count - 1, .. p[i..]]));
    }
}
