using System;
using RingCore.ModelChecker.Trace;

namespace RingCore.ModelChecker.Graph;

// The order in which each cell was written, who reads it, and per-location coherence.
internal sealed partial class ExecutionGraph
{
    private const int MaxWrites = 64;

    private short[] _writes = new short[16 * MaxWrites];
    private byte[] _writeCount = new byte[16];
    private EventSet[] _readers = new EventSet[16];
    private int _cells;

    /// <summary>The writes to a cell, in the order in which they took effect; the initial value stands before them.</summary>
    public ReadOnlySpan<short> WritesTo(int cell) => cell < _cells ? _writes.AsSpan(cell * MaxWrites, _writeCount[cell]) : default;

    /// <summary>The events that read a cell.</summary>
    public EventSet ReadersOf(int cell) => cell < _cells ? _readers[cell] : default;

    /// <summary>What a cell holds in the end.</summary>
    public uint Final(int cell)
    {
        ReadOnlySpan<short> writes = WritesTo(cell);
        return ValueFrom(writes.IsEmpty ? Initial : writes[^1], cell);
    }

    private void EnsureCell(int cell)
    {
        if (cell < _cells)
            return;
        if (cell >= _writeCount.Length)
        {
            int capacity = Math.Max(cell + 1, 2 * _writeCount.Length);
            Array.Resize(ref _writes, capacity * MaxWrites);
            Array.Resize(ref _writeCount, capacity);
            Array.Resize(ref _readers, capacity);
        }

        _writeCount.AsSpan(_cells, cell + 1 - _cells).Clear();
        _readers.AsSpan(_cells, cell + 1 - _cells).Clear();
        _cells = cell + 1;
    }

    private void CopyCells(ExecutionGraph other)
    {
        ClearCells();
        if (other._cells == 0)
            return;
        EnsureCell(other._cells - 1);
        other._writeCount.AsSpan(0, _cells).CopyTo(_writeCount);
        other._readers.AsSpan(0, _cells).CopyTo(_readers);
        for (int cell = 0; cell < _cells; cell++)
            other._writes.AsSpan(cell * MaxWrites, _writeCount[cell]).CopyTo(_writes.AsSpan(cell * MaxWrites));
    }

    private void ClearCells() => _cells = 0;

    private ulong HashCells()
    {
        ulong sum = 0;
        for (int cell = 0; cell < _cells; cell++)
        {
            int previous = 0xffff;
            foreach (short write in WritesTo(cell))
            {
                sum += Mix((ulong)cell << 32 | (uint)previous << 16 | (ushort)write);
                previous = write;
            }
        }

        return sum;
    }

    // Position of a write in the order of its cell; -1 for the initial value.
    private int PositionOf(int write, int cell)
    {
        if (write < 0)
            return -1;
        return WritesTo(cell).IndexOf((short)write);
    }

    private void InsertWrite(int cell, int position, int e)
    {
        EnsureCell(cell);
        if (_writeCount[cell] == MaxWrites)
            throw new InvalidOperationException($"A cell is written more than {MaxWrites} times in one execution.");
        Span<short> writes = _writes.AsSpan(cell * MaxWrites, ++_writeCount[cell]);
        writes[position..^1].CopyTo(writes[(position + 1)..]);
        writes[position] = (short)e;
    }

    /// <summary>The newest position of a cell that a thread knows of: a later read goes no further back, a later write comes behind it.</summary>
    private int NewestKnown(int thread, int cell)
    {
        int newest = -1;
        for (int i = _count[thread] - 1; i >= 0; i--)
        {
            int e = Id(thread, i);
            int place = PlaceOf(_nodes[e], cell);
            if (place < 0 || _nodes[e].Access.Kind == AccessKind.Resume)
                continue;
            if (Writes(e, place))
                return Math.Max(newest, PositionOf(e, cell));
            if (_nodes[e].Reads(place) && Source(e, place) != Pending)
                newest = Math.Max(newest, PositionOf(Source(e, place), cell));
        }

        return newest;
    }

    /// <summary>The newest position of a cell that the next step of a thread must come behind: a choice that goes further back would be refused.</summary>
    /// <param name="node">The step.</param>
    /// <param name="before">What comes before it: <see cref="Ahead"/>.</param>
    /// <param name="cell">One of its cells.</param>
    public int NewestAhead(TraceNode node, in EventSet before, int cell)
    {
        ReadOnlySpan<short> writes = WritesTo(cell);
        int newest = NewestKnown(node.Thread, cell);
        for (int position = writes.Length - 1; position > newest; position--)
        {
            if (before.Contains(writes[position]))
                return position;
        }

        return newest;
    }

    // The whole of a thread's accesses to a cell, needed when a promised write arrives behind reads that came later.
    private bool IsCoherent(int thread, int cell)
    {
        int newest = -1;
        for (int i = 0; i < _count[thread]; i++)
        {
            int e = Id(thread, i);
            int place = PlaceOf(_nodes[e], cell);
            if (place < 0 || _nodes[e].Access.Kind == AccessKind.Resume)
                continue;
            if (_nodes[e].Reads(place) && Source(e, place) != Pending)
            {
                int position = PositionOf(Source(e, place), cell);
                if (position < newest)
                    return false;
                newest = position;
            }

            if (Writes(e, place))
            {
                int position = PositionOf(e, cell);
                if (position <= newest)
                    return false;
                newest = position;
            }
        }

        return true;
    }

    // An exchange stands directly behind the write that it read, so nothing is inserted between the two.
    private bool SplitsExchange(int cell, int position)
    {
        ReadOnlySpan<short> writes = WritesTo(cell);
        if (position >= writes.Length)
            return false;
        int next = writes[position];
        return _nodes[next].Access.IsExchange && PositionOf(Source(next, PlaceOf(_nodes[next], cell)), cell) == position - 1;
    }

    private static bool IsExternal(int a, int b) => ThreadOf(a) != ThreadOf(b);
}
