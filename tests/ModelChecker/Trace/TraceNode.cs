using System;
using System.Collections.Generic;

namespace RingCore.ModelChecker.Trace;

/// <summary>
/// One step in the tree of everything that a simulated thread can do: what comes next is a function of the values read so far, so
/// each value that a read has returned leads to one child, and the code runs once per new value only.
/// </summary>
internal sealed class TraceNode
{
    private readonly List<TraceNode> _children = new(1);

    public TraceNode(int thread, int index, TraceNode? parent, UInt128 edgeValue, in Access access, int[] cells, Observation[] notes)
    {
        Thread = thread;
        Index = index;
        Parent = parent;
        EdgeValue = edgeValue;
        Access = access;
        Cells = cells;
        Notes = notes;
    }

    /// <summary>Unique among the nodes of its thread, from 1.</summary>
    public required int Number { get; init; }

    public int Thread { get; }

    /// <summary>Number of steps before this one in its thread.</summary>
    public int Index { get; }

    public TraceNode? Parent { get; }

    /// <summary>The value that <see cref="Parent"/> returned on the way here; 0 where it returns none.</summary>
    public UInt128 EdgeValue { get; }

    /// <summary>The access as it is explored.</summary>
    public Access Access { get; }

    /// <summary>The access as the code asked for it, before any weakening.</summary>
    public required Access Asked { get; init; }

    /// <summary>The 4-byte cells of memory that it touches, in the order of their addresses; of a wait also its queue, last.</summary>
    public int[] Cells { get; }

    /// <summary>What the body noted since the step before.</summary>
    public Observation[] Notes { get; }

    /// <summary>Steps of the own thread that are ordered before this one, a bit for each index; closed under nothing.</summary>
    public ulong OrderedAfter { get; set; }

    /// <summary>Reads of the own thread that the value written depends on: a read that takes it from the own thread comes after them.</summary>
    public ulong ValueDependsOn { get; set; }

    /// <summary>Of <see cref="AccessKind.Blocked"/>: index of the first step of the attempt that failed, or -1 where none was marked.</summary>
    public int AttemptStart { get; init; } = -1;

    /// <summary>Of <see cref="AccessKind.Failed"/>: why.</summary>
    public string Message { get; init; } = "";

    /// <summary>Where the call stands in the source, where that was asked for.</summary>
    public CallSite? Site { get; init; }

    /// <summary>The step that follows when this one returns <paramref name="value"/>, or none yet.</summary>
    public TraceNode? Child(UInt128 value)
    {
        foreach (TraceNode child in _children)
        {
            if (child.EdgeValue == value)
                return child;
        }

        return null;
    }

    public void Add(TraceNode child) => _children.Add(child);

    /// <summary>Whether the cell in this place is read.</summary>
    public bool Reads(int place) => Access.Kind switch
    {
        AccessKind.Read => true,
        AccessKind.Wait => place == 0,
        _ => Access.IsExchange,
    };

    /// <summary>Whether the cell in this place can be written; a compare-exchange decides by what it finds.</summary>
    public bool MayWrite(int place) => Access.Kind switch
    {
        AccessKind.Write or AccessKind.Wake => true,
        AccessKind.Wait => place == 1,
        _ => Access.IsExchange,
    };

    /// <summary>The steps from the first of the thread to this one.</summary>
    public TraceNode[] Path()
    {
        TraceNode[] path = new TraceNode[Index + 1];
        for (TraceNode? node = this; node is not null; node = node.Parent)
            path[node.Index] = node;
        return path;
    }
}
