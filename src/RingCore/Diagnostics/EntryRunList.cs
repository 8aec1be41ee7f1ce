using System.Collections.Generic;
using System.Collections.Immutable;

namespace RingCore;

/// <summary>Entries of a ring as runs, collected from the newest position to the oldest.</summary>
internal sealed class EntryRunList
{
    private readonly List<EntryRun> _newestFirst = [];

    /// <summary>Puts entries before those that are there, and joins them with the first run where they are its neighbours.</summary>
    internal void Prepend(int first, int count, EntryCondition condition)
    {
        if (count == 0)
            return;
        if (_newestFirst.Count > 0 && _newestFirst[^1] is var next && next.Condition == condition && next.First == first + count)
            _newestFirst[^1] = new EntryRun(first, count + next.Count, condition);
        else
            _newestFirst.Add(new EntryRun(first, count, condition));
    }

    /// <summary>The runs, oldest first.</summary>
    internal ImmutableArray<EntryRun> ToArray()
    {
        EntryRun[] runs = [.. _newestFirst];
        System.Array.Reverse(runs);
        return [.. runs];
    }
}
