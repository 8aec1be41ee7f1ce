using System;
using System.Collections.Generic;
using System.Linq;

namespace RingCore.ModelChecker.Graph;

/// <summary>The late reads that one exploration takes for granted; all of them must come true for an execution to count.</summary>
internal sealed class PromiseSet
{
    public static readonly PromiseSet Empty = new([]);

    private readonly Promise[] _promises;

    private PromiseSet(Promise[] promises)
    {
        _promises = promises;
        Key = string.Join(';', promises.Select(p => p.ToString()));
    }

    public int Count => _promises.Length;

    /// <summary>The same for the same promises.</summary>
    public string Key { get; }

    public IReadOnlyList<Promise> All => _promises;

    public bool TryFind(int reader, int read, int cell, out Promise promise)
    {
        foreach (Promise candidate in _promises)
        {
            if (candidate.Reader == reader && candidate.Read == read && candidate.Cell == cell)
            {
                promise = candidate;
                return true;
            }
        }

        promise = default;
        return false;
    }

    /// <summary>These promises and one more, or null where the read has another already.</summary>
    public PromiseSet? With(Promise promise)
    {
        if (TryFind(promise.Reader, promise.Read, promise.Cell, out _))
            return null;
        Promise[] all = [.. _promises, promise];
        Array.Sort(all, static (a, b) => (a.Reader, a.Cell, a.Read).CompareTo((b.Reader, b.Cell, b.Read)));
        return new PromiseSet(all);
    }
}
