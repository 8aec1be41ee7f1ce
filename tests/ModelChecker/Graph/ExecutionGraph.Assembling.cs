using System;
using RingCore.ModelChecker.Trace;

namespace RingCore.ModelChecker.Graph;

// Putting a complete execution together from its description.
internal sealed partial class ExecutionGraph
{
    /// <summary>Puts the next step of a thread down with what it read.</summary>
    public void Put(TraceNode node, UInt128 value, in Four<short> sources)
    {
        int e = Id(node.Thread, _count[node.Thread]++);
        _nodes[e] = node;
        _values[e] = value;
        _promised[e] = 0;
        _before[e] = default;
        _events.Add(e);
        if (node.Access is { Kind: AccessKind.ProcessWideFence, IsFull: true })
            _processFences.Add(e);
        for (int place = 0; place < Places; place++)
        {
            _sources[e * Places + place] = sources[place];
            if (place >= node.Cells.Length)
                continue;
            EnsureCell(node.Cells[place]);
            if (node.Reads(place) || node.Access.Kind == AccessKind.Resume)
                _readers[node.Cells[place]].Add(e);
        }
    }

    /// <summary>Whether an event has been put down.</summary>
    public bool Has(int e) => ThreadOf(e) < Threads && StepOf(e) < _count[ThreadOf(e)];

    /// <summary>Puts a write behind all others of its cell.</summary>
    public void PutWrite(int cell, int e) => InsertWrite(cell, WritesTo(cell).Length, e);

    /// <summary>Computes the order of all events. False where the memory cannot carry this execution out.</summary>
    public bool Settle()
    {
        if (!AreSourcesWrites())
            return false;
        bool changed;
        do
        {
            changed = false;
            EventSet rest = _events;
            while (rest.TryTake(out int e))
            {
                int known = _before[e].Count;
                OrderAnew(e);
                if (_before[e].Contains(e))
                    return false;
                changed |= _before[e].Count != known;
            }
        }
        while (changed);

        for (int cell = 0; cell < _cells; cell++)
        {
            for (int t = 0; t < Threads; t++)
            {
                if (!IsCoherent(t, cell))
                    return false;
            }
        }

        return CloseProcessFences();
    }

    // Each source is a write of the cell, and its value is the one read.
    private bool AreSourcesWrites()
    {
        EventSet rest = _events;
        while (rest.TryTake(out int e))
        {
            for (int place = 0; place < _nodes[e].Cells.Length; place++)
            {
                int cell = _nodes[e].Cells[place];
                int source = Source(e, place);
                if (source >= 0 && (!Has(source) || PositionOf(source, cell) < 0))
                    return false;
                if (_nodes[e].Reads(place) && ValueFrom(source, cell) != (uint)(_values[e] >> (32 * place)))
                    return false;
            }
        }

        return true;
    }
}
