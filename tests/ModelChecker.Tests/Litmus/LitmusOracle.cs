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
    private readonly SortedSet<string> _outcomes = new(StringComparer.Ordinal);
    private readonly List<Event> _events = [];

    private LitmusOracle(LitmusOperation[][] threads, string observe, MemoryModel model)
    {
        _threads = threads;
        _observe = observe;
        _model = model;
    }

    public static SortedSet<string> Outcomes(LitmusOperation[][] threads, string observe, MemoryModel model)
    {
        LitmusOracle oracle = new(threads, observe, model);
        int[] domain = [.. threads.SelectMany(t => t)
            .Where(o => o.Kind is LitmusKind.Write or LitmusKind.Exchange && o.Operand == '\0').Select(o => o.Constant).Append(0).Distinct()];
        oracle.Trace(0, 0, [], domain);
        return oracle._outcomes;
    }

    private void Trace(int thread, int step, Dictionary<char, Event> registers, int[] domain)
    {
        if (thread == _threads.Length)
        {
            Sources(0);
            return;
        }

        if (step == _threads[thread].Length)
        {
            Trace(thread + 1, 0, [], domain);
            return;
        }

        LitmusOperation operation = _threads[thread][step];
        Event? condition = operation.Condition == '\0' ? null : registers.GetValueOrDefault(operation.Condition);
        if (operation.Condition != '\0' && (condition?.Read ?? 0) == 0)
        {
            Trace(thread, step + 1, registers, domain);
            return;
        }

        Event? operand = operation.Operand == '\0' ? null : registers.GetValueOrDefault(operation.Operand);
        Event e = new(_events.Count, thread, operation, condition, operand);
        if (operation.Kind is LitmusKind.Write or LitmusKind.Exchange)
            e.Written = operation.Operand == '\0' ? operation.Constant : operand?.Read ?? 0;
        _events.Add(e);
        foreach (int value in e.IsRead ? domain : [0])
        {
            Dictionary<char, Event> next = new(registers);
            e.Read = value;
            if (operation.Register != '\0')
                next[operation.Register] = e;
            Trace(thread, step + 1, next, domain);
        }

        _events.RemoveAt(_events.Count - 1);
    }

    private void Sources(int index)
    {
        if (index == _events.Count)
        {
            char[] locations = [.. _events.Where(e => e.IsWrite).Select(e => e.Operation.Location).Distinct()];
            Orders(locations, 0);
            return;
        }

        Event e = _events[index];
        if (!e.IsRead)
        {
            Sources(index + 1);
            return;
        }

        if (e.Read == 0)
        {
            e.Source = null;
            Sources(index + 1);
        }

        foreach (Event write in _events.Where(w => w != e && w.IsWrite && w.Operation.Location == e.Operation.Location && w.Written == e.Read))
        {
            e.Source = write;
            Sources(index + 1);
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

        Event[] writes = [.. _events.Where(e => e.IsWrite && e.Operation.Location == locations[index])];
        foreach (int[] permutation in Permutations(writes.Length))
        {
            for (int i = 0; i < writes.Length; i++)
                writes[i].Position = permutation[i];
            Orders(locations, index + 1);
        }
    }

    private string Outcome() => string.Concat(_observe.Select(name => LitmusOperation.IsRegister(name)
        ? _events.LastOrDefault(e => e.Operation.Register == name)?.Read ?? 0
        : _events.Where(e => e.IsWrite && e.Operation.Location == name).MaxBy(e => e.Position)?.Written ?? 0));

    private bool IsConsistent()
    {
        foreach (Event e in _events)
        {
            if (e.IsRead && e.IsWrite && e.Position != (e.Source?.Position ?? -1) + 1)
                return false;
        }

        // Coherence: one location at a time, program order and communication agree.
        if (HasCycle((a, b) => a.SharesLocation(b) && ((a.Thread == b.Thread && a.Index < b.Index) || Communicates(a, b))))
            return false;
        int[] fences = [.. _events.Where(e => e.Operation.Kind == LitmusKind.ProcessWideFence).Select(e => e.Index)];
        return CutsExist(fences, 0, []);
    }

    // A process-wide fence stands somewhere in every thread: try all places.
    private bool CutsExist(int[] fences, int next, List<(int Fence, int Thread, int Place)> cuts)
    {
        if (next == fences.Length * _threads.Length)
            return !HasCycle((a, b) => Ordered(a, b) || (Communicates(a, b) && a.Thread != b.Thread) || cuts.Any(c => Cut(c, a, b)));
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

    private static bool Cut((int Fence, int Thread, int Place) cut, Event a, Event b) =>
        (a.Index == cut.Fence && b.Thread == cut.Thread && b.Index >= cut.Place) ||
        (b.Index == cut.Fence && a.Thread == cut.Thread && a.Index < cut.Place);

    // Reads-from, coherence order, from-reads.
    private static bool Communicates(Event a, Event b)
    {
        if (a == b || !a.SharesLocation(b))
            return false;
        return (b.IsRead && b.Source == a && a.IsWrite) ||
            (a.IsWrite && b.IsWrite && a.Position < b.Position) ||
            (a.IsRead && b.IsWrite && (a.Source?.Position ?? -1) < b.Position);
    }

    private bool Ordered(Event a, Event b)
    {
        if (a.Thread != b.Thread || a.Index >= b.Index)
            return false;
        if (a.IsFull || b.IsFull)
            return true;
        if (_model == MemoryModel.X64)
            return !(a.IsWrite && b.IsRead);
        return (a.IsRead && a.Operation.IsOrdered) || (b.IsWrite && b.Operation.IsOrdered) ||
            (b.IsWrite && (b.Operand == a || b.Condition == a)) ||
            (a.IsWrite && a.Operation.IsOrdered && b.IsWrite && a.SharesLocation(b)) ||
            (b.IsRead && b.Source is { } source && source.Thread == b.Thread && source.Operand == a);
    }

    private bool HasCycle(Func<Event, Event, bool> edge)
    {
        int n = _events.Count;
        bool[,] reaches = new bool[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                reaches[i, j] = edge(_events[i], _events[j]);
        }

        for (int k = 0; k < n; k++)
        {
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                    reaches[i, j] |= reaches[i, k] && reaches[k, j];
            }
        }

        return Enumerable.Range(0, n).Any(i => reaches[i, i]);
    }

    private static IEnumerable<int[]> Permutations(int count)
    {
        if (count == 0)
            return [[]];
        return Permutations(count - 1).SelectMany(p => Enumerable.Range(0, count).Select(i => (int[])[.. p[..i], count - 1, .. p[i..]]));
    }

    private sealed record Event(int Index, int Thread, LitmusOperation Operation, Event? Condition, Event? Operand)
    {
        public int Read { get; set; }

        public int Written { get; set; }

        public Event? Source { get; set; }

        public int Position { get; set; }

        public bool IsRead => Operation.Kind is LitmusKind.Read or LitmusKind.Exchange;

        public bool IsWrite => Operation.Kind is LitmusKind.Write or LitmusKind.Exchange;

        public bool IsFull => Operation.Kind is LitmusKind.FullFence or LitmusKind.ProcessWideFence or LitmusKind.Exchange;

        public bool SharesLocation(Event other) => Operation.Location != '\0' && Operation.Location == other.Operation.Location;

        public bool Equals(Event? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => Index;
    }
}
