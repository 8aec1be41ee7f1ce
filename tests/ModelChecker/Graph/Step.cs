using System;
using RingCore.ModelChecker.Trace;

namespace RingCore.ModelChecker.Graph;

/// <summary>A step with all that is to be chosen about it, ready to be added to a graph.</summary>
internal struct Step
{
    public readonly TraceNode Node;

    /// <summary>For each cell that it reads, the event it reads from, or one of the sources below 0.</summary>
    public Four<short> Sources;

    /// <summary>For each cell that it writes, where in the order of the cell's writes. Of no matter for exchanges.</summary>
    public Four<int> Positions;

    /// <summary>A bit for each cell whose source is promised.</summary>
    public byte Promised;

    /// <summary>For these, the value promised.</summary>
    public Four<uint> PromisedValues;

    public Step(TraceNode node)
    {
        Node = node;
        ((Span<short>)Sources).Fill(ExecutionGraph.Initial);
    }
}
