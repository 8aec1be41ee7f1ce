using System;
using RingCore.ModelChecker.Trace;

namespace RingCore.ModelChecker.Graph;

// Adding a step with its sources and positions.
internal sealed partial class ExecutionGraph
{
    /// <summary>The late reads that this execution takes for granted.</summary>
    public PromiseSet Promises { get; set; } = PromiseSet.Empty;

    /// <summary>Whether the last step was refused only because a promised read cannot take its value from it.</summary>
    public bool HasBrokenPromise { get; private set; }

    /// <summary>
    /// Adds the next step of its thread. False where the memory cannot do this; the graph is of no more use then.
    /// </summary>
    public bool TryAdd(in Step step)
    {
        HasBrokenPromise = false;
        TraceNode node = step.Node;
        int thread = node.Thread;
        int e = Id(thread, _count[thread]);
        EventSet incoming = default;
        EventSet outgoing = default;
        incoming[thread] = node.OrderedAfter;
        _nodes[e] = node;
        _promised[e] = step.Promised;
        _before[e] = default;
        _values[e] = ValueOf(step);
        for (int place = 0; place < node.Cells.Length; place++)
        {
            _sources[e * Places + place] = node.Reads(place) || node.Access.Kind == AccessKind.Resume ? step.Sources[place] : Initial;
            EnsureCell(node.Cells[place]);
        }

        _sources.AsSpan(e * Places + node.Cells.Length, Places - node.Cells.Length).Fill(Initial);
        for (int place = 0; place < node.Cells.Length; place++)
        {
            if (node.Access.Kind == AccessKind.Resume)
            {
                if (!AddResume(e, ref incoming))
                    return false;
                continue;
            }

            if (node.Reads(place) && !AddRead(e, place, ref incoming, ref outgoing))
                return false;
            if (Writes(e, place) && !AddWrite(e, place, step.Positions[place], ref incoming, ref outgoing))
                return false;
        }

        _count[thread]++;
        _events.Add(e);
        if (node.Access is { Kind: AccessKind.ProcessWideFence, IsFull: true })
            _processFences.Add(e);
        if (!Connect(e, incoming, outgoing))
            return false;
        HasBrokenPromise = !KeepPromises(e);
        return !HasBrokenPromise;
    }

    private UInt128 ValueOf(in Step step)
    {
        TraceNode node = step.Node;
        if (node.Access.Kind == AccessKind.Resume)
            return step.Sources[0] == Asleep ? 0u : 1u;
        UInt128 value = 0;
        for (int place = 0; place < node.Cells.Length; place++)
        {
            if (!node.Reads(place))
                continue;
            uint part = (step.Promised >> place & 1) != 0 ? step.PromisedValues[place] : ValueFrom(step.Sources[place], node.Cells[place]);
            value |= (UInt128)part << (32 * place);
        }

        return value;
    }

    // A wake that stands behind the wait in the word's queue.
    private bool AddResume(int e, ref EventSet incoming)
    {
        int source = Source(e, 0);
        int queue = _nodes[e].Cells[0];
        _readers[queue].Add(e);
        if (source == Asleep)
            return true;
        if (PositionOf(source, queue) < PositionOf(e - 1, queue))
            return false;
        if (IsExternal(source, e))
            incoming.Add(source);
        return true;
    }

    private bool AddRead(int e, int place, ref EventSet incoming, ref EventSet outgoing)
    {
        int cell = _nodes[e].Cells[place];
        int source = Source(e, place);
        _readers[cell].Add(e);
        if (source == Pending)
        {
            PendingReads++;
            return true;
        }

        int position = PositionOf(source, cell);
        if (position < NewestKnown(ThreadOf(e), cell))
            return false;
        if (source >= 0)
        {
            if (IsExternal(source, e))
                incoming.Add(source);
            else
                incoming[ThreadOf(e)] |= _nodes[source].ValueDependsOn;
        }

        AddExternal(ref outgoing, e, WritesTo(cell)[(position + 1)..]);
        return true;
    }

    private bool AddWrite(int e, int place, int position, ref EventSet incoming, ref EventSet outgoing)
    {
        int cell = _nodes[e].Cells[place];
        if (_nodes[e].Access.IsExchange)
            position = PositionOf(Source(e, place), cell) + 1;
        else if (position <= NewestKnown(ThreadOf(e), cell))
            return false;
        if (SplitsExchange(cell, position))
            return false;
        ReadOnlySpan<short> writes = WritesTo(cell);
        AddExternal(ref incoming, e, writes[..position]);
        AddExternal(ref outgoing, e, writes[position..]);
        EventSet readers = _readers[cell];
        while (readers.TryTake(out int reader))
        {
            if (IsExternal(reader, e) && ReadsBefore(reader, cell, position))
                incoming.Add(reader);
        }

        InsertWrite(cell, position, e);
        return true;
    }

    // Whether a read took its value from before a position in the order of the cell.
    private bool ReadsBefore(int reader, int cell, int position)
    {
        int place = PlaceOf(_nodes[reader], cell);
        int source = Source(reader, place);
        return _nodes[reader].Reads(place) && source != Pending && PositionOf(source, cell) < position;
    }

    private static void AddExternal(ref EventSet set, int e, ReadOnlySpan<short> writes)
    {
        foreach (short write in writes)
        {
            if (IsExternal(write, e))
                set.Add(write);
        }
    }

    // Gives the reads that have waited for this write their source.
    private bool KeepPromises(int write)
    {
        if (PendingReads == 0)
            return true;
        TraceNode node = _nodes[write];
        for (int place = 0; place < node.Cells.Length; place++)
        {
            if (!Writes(write, place) || node.Access.Kind is AccessKind.Wait or AccessKind.Wake)
                continue;
            int cell = node.Cells[place];
            int occurrence = WritesBefore(write, cell);
            EventSet readers = _readers[cell];
            while (readers.TryTake(out int reader))
            {
                int readPlace = PlaceOf(_nodes[reader], cell);
                if (Source(reader, readPlace) != Pending ||
                    !Promises.TryFind(ThreadOf(reader), ReadsBefore(reader, cell), cell, out Promise promise) ||
                    promise.Writer != ThreadOf(write) || promise.Write != occurrence || promise.Value != Written(write, place))
                {
                    continue;
                }

                if (!Keep(reader, readPlace, write, cell))
                    return false;
            }
        }

        return true;
    }

    private bool Keep(int reader, int place, int write, int cell)
    {
        _sources[reader * Places + place] = (short)write;
        PendingReads--;
        if (!IsCoherent(ThreadOf(reader), cell))
            return false;
        EventSet incoming = default;
        EventSet outgoing = default;
        incoming.Add(write);
        AddExternal(ref outgoing, reader, WritesTo(cell)[(PositionOf(write, cell) + 1)..]);
        return Connect(reader, incoming, outgoing);
    }

    /// <summary>Number of reads of a cell by the thread of an event before it; the event itself need not be in the graph.</summary>
    public int ReadsBefore(int e, int cell)
    {
        int count = 0;
        for (int other = e & ~63; other < e; other++)
        {
            int place = PlaceOf(_nodes[other], cell);
            if (place >= 0 && _nodes[other].Reads(place))
                count++;
        }

        return count;
    }

    /// <summary>Number of writes of a cell by the thread of an event before it.</summary>
    public int WritesBefore(int e, int cell)
    {
        int count = 0;
        for (int other = e & ~63; other < e; other++)
        {
            int place = PlaceOf(_nodes[other], cell);
            if (place >= 0 && Writes(other, place))
                count++;
        }

        return count;
    }
}
