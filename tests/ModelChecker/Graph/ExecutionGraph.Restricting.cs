using System;
using RingCore.ModelChecker.Trace;

namespace RingCore.ModelChecker.Graph;

// Taking the beginning of an execution, to go on differently from there.
internal sealed partial class ExecutionGraph
{
    private readonly int[] _sorted = new int[MaxEvents];
    private readonly int[] _ranks = new int[MaxEvents];

    /// <summary>
    /// Enlarges a beginning, given as a number of steps for each thread, until all reads in it have their sources in it. Promised ones apart.
    /// </summary>
    public void CloseUnderSources(Span<int> keep)
    {
        Span<int> done = stackalloc int[ModelProgram.MaxThreads];
        done.Clear();
        bool changed;
        do
        {
            changed = false;
            for (int t = 0; t < Threads; t++)
            {
                for (; done[t] < keep[t]; done[t]++)
                {
                    int e = Id(t, done[t]);
                    for (int place = 0; place < _nodes[e].Cells.Length; place++)
                    {
                        int source = Source(e, place);
                        if (source < 0 || IsPromised(e, place) || StepOf(source) < keep[ThreadOf(source)])
                            continue;
                        keep[ThreadOf(source)] = StepOf(source) + 1;
                        changed = true;
                    }
                }
            }
        }
        while (changed);
    }

    /// <summary>Becomes the given beginning of another execution, which must hold the sources of its reads.</summary>
    public void RestrictTo(ExecutionGraph other, ReadOnlySpan<int> keep)
    {
        Clear();
        Promises = other.Promises;
        int total = 0;
        for (int t = 0; t < Threads; t++)
        {
            int start = t << 6;
            int count = keep[t];
            _count[t] = count;
            _next[t] = count < other._count[t] ? other._nodes[start + count] : other._next[t];
            Array.Copy(other._nodes, start, _nodes, start, count);
            Array.Copy(other._values, start, _values, start, count);
            Array.Copy(other._sources, start * Places, _sources, start * Places, count * Places);
            Array.Copy(other._promised, start, _promised, start, count);
            for (int i = 0; i < count; i++)
            {
                int e = start + i;
                _events.Add(e);
                if (_nodes[e].Access is { Kind: AccessKind.ProcessWideFence, IsFull: true })
                    _processFences.Add(e);
                _sorted[total] = e;
                _ranks[total++] = other._before[e].Count;
            }
        }

        RestrictCells(other, keep);
        Array.Sort(_ranks, _sorted, 0, total);
        for (int i = 0; i < total; i++)
            OrderAnew(_sorted[i]);
        if (!CloseProcessFences())
            throw new InvalidOperationException("A beginning of a consistent execution is consistent.");
    }

    private void RestrictCells(ExecutionGraph other, ReadOnlySpan<int> keep)
    {
        if (other._cells > 0)
            EnsureCell(other._cells - 1);
        for (int cell = 0; cell < _cells; cell++)
        {
            int kept = 0;
            foreach (short write in other.WritesTo(cell))
            {
                if (StepOf(write) < keep[ThreadOf(write)])
                    _writes[cell * MaxWrites + kept++] = write;
            }

            _writeCount[cell] = (byte)kept;
            EventSet readers = other._readers[cell];
            while (readers.TryTake(out int reader))
            {
                if (StepOf(reader) >= keep[ThreadOf(reader)])
                    continue;
                _readers[cell].Add(reader);
                ref short source = ref _sources[reader * Places + PlaceOf(_nodes[reader], cell)];
                if (source >= 0 && StepOf(source) >= keep[ThreadOf(source)])
                    source = Pending;
                if (source == Pending)
                    PendingReads++;
            }
        }
    }

    // Events come in an order that the old execution allows, so those before this one have theirs already.
    private void OrderAnew(int e)
    {
        EventSet incoming = DirectlyBefore(e);
        EventSet before = default;
        while (incoming.TryTake(out int d))
        {
            before.Add(_before[d]);
            before.Add(d);
        }

        _before[e] = before;
    }

    // Everything that a rule puts before an event, given that all sources and positions are known.
    private EventSet DirectlyBefore(int e)
    {
        TraceNode node = _nodes[e];
        EventSet incoming = default;
        incoming[ThreadOf(e)] = node.OrderedAfter;
        for (int place = 0; place < node.Cells.Length; place++)
        {
            int cell = node.Cells[place];
            int source = Source(e, place);
            if (source >= 0 && IsExternal(source, e))
                incoming.Add(source);
            else if (source >= 0 && node.Reads(place))
                incoming[ThreadOf(e)] |= _nodes[source].ValueDependsOn;
            if (node.Access.Kind == AccessKind.Resume || !Writes(e, place))
                continue;
            int position = PositionOf(e, cell);
            AddExternal(ref incoming, e, WritesTo(cell)[..position]);
            EventSet readers = _readers[cell];
            while (readers.TryTake(out int reader))
            {
                if (IsExternal(reader, e) && ReadsBefore(reader, cell, position))
                    incoming.Add(reader);
            }
        }

        return incoming;
    }
}
