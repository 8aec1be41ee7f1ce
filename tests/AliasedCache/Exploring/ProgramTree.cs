using System;
using System.Collections.Generic;

namespace RingCore.AliasedCache;

/// <summary>
/// A party's code as a tree over the values that it reads, grown where the exploration goes. Each history is executed once, however many
/// states it is part of.
/// </summary>
internal sealed class ProgramTree
{
    private readonly Scenario _scenario;
    private readonly Party _party;
    private readonly RingMap _map;
    private readonly Func<FlushPoint, bool> _without;
    private readonly List<ProgramNode> _nodes = [];

    internal ProgramTree(Scenario scenario, Party party, RingMap map, Func<FlushPoint, bool> without)
    {
        (_scenario, _party, _map, _without) = (scenario, party, map, without);
        Grow([]);
    }

    /// <summary>Flush points that the party came by.</summary>
    internal HashSet<FlushPoint> FlushPoints { get; } = [];

    /// <summary>A node; 0 is the start.</summary>
    internal ProgramNode this[int node] => _nodes[node];

    /// <summary>The node after a read.</summary>
    internal int After(int node, ulong value)
    {
        ProgramNode read = _nodes[node];
        if (!read.ByValue.TryGetValue(value, out int next))
        {
            next = Grow([.. read.History, value]);
            read.ByValue.Add(value, next);
        }

        return next;
    }

    /// <summary>Executes a history; adds what follows it, up to the next read.</summary>
    /// <returns>The first node of it.</returns>
    private int Grow(ulong[] history)
    {
        using IDirtyRing ring = _scenario.MakeRing();
        PartyRun run = new(_party, _map, ring, history, _without);
        _scenario.Run(ring, run);
        FlushPoints.UnionWith(run.FlushPoints);
        int first = _nodes.Count;
        foreach ((Access access, string[] notes, int progress) in run.Steps)
            _nodes.Add(new ProgramNode(access, notes, progress, history) { Next = _nodes.Count + 1 });
        _nodes[^1].Next = -1;
        return first;
    }
}
