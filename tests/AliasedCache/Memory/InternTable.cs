using System;
using System.Collections.Generic;

namespace RingCore.AliasedCache;

/// <summary>Numbers lists of integers, equal lists alike, so that a state of the simulation is a short list of numbers itself.</summary>
internal sealed class InternTable : IEqualityComparer<int[]>
{
    private readonly List<int[]> _lists = [];
    private readonly Dictionary<int[], int> _numbers;

    internal InternTable() => _numbers = new Dictionary<int[], int>(this);

    /// <summary>The list of a number.</summary>
    internal ReadOnlySpan<int> this[int number] => _lists[number];

    /// <summary>The number of a list, 0 or more. The table keeps the array.</summary>
    internal int NumberOf(int[] list)
    {
        if (_numbers.TryGetValue(list, out int number))
            return number;
        number = _lists.Count;
        _lists.Add(list);
        _numbers.Add(list, number);
        return number;
    }

    bool IEqualityComparer<int[]>.Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

    int IEqualityComparer<int[]>.GetHashCode(int[] list)
    {
        HashCode hash = default;
        foreach (int value in list)
            hash.Add(value);
        return hash.ToHashCode();
    }
}
