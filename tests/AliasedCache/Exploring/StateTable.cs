using System;
using System.Collections.Generic;

namespace RingCore.AliasedCache;

/// <summary>Every state that was met, once, with the step that led to it first.</summary>
internal sealed class StateTable
{
    private const int RowsPerChunk = 1 << 14;

    private readonly int _length;
    private readonly List<int[]> _chunks = [];
    private readonly List<(int Parent, int Step)> _origins = [];
    private int[] _slots = new int[1 << 16]; // state + 1, or 0

    internal StateTable(int length) => _length = length;

    internal int Count => _origins.Count;

    /// <summary>A state's row.</summary>
    internal ReadOnlySpan<int> this[int state] => Row(state);

    /// <summary>The state that a state was met from first, -1 at the start, and the step between.</summary>
    internal (int Parent, int Step) Origin(int state) => _origins[state];

    /// <summary>Adds a state.</summary>
    /// <returns>Its number, or -1 where it is known.</returns>
    internal int Add(ReadOnlySpan<int> row, int parent, int step)
    {
        if (Count >= _slots.Length / 2)
            Widen();
        int slot = Find(row);
        if (_slots[slot] != 0)
            return -1;
        int state = Count;
        if (state % RowsPerChunk == 0)
            _chunks.Add(new int[RowsPerChunk * _length]);
        _origins.Add((parent, step));
        row.CopyTo(Row(state));
        _slots[slot] = state + 1;
        return state;
    }

    private Span<int> Row(int state) => _chunks[state / RowsPerChunk].AsSpan(state % RowsPerChunk * _length, _length);

    private int Find(ReadOnlySpan<int> row)
    {
        ulong hash = 14695981039346656037;
        foreach (int value in row)
            hash = (hash ^ (uint)value) * 0x9E3779B97F4A7C15;
        int mask = _slots.Length - 1;
        int slot = (int)(hash >> 32) & mask;
        while (_slots[slot] != 0 && !row.SequenceEqual(Row(_slots[slot] - 1)))
            slot = (slot + 1) & mask;
        return slot;
    }

    private void Widen()
    {
        _slots = new int[_slots.Length * 2];
        for (int state = 0; state < Count; state++)
            _slots[Find(Row(state))] = state + 1;
    }
}
