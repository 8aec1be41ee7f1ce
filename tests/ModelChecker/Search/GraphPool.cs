using System.Collections.Generic;
using RingCore.ModelChecker.Graph;
using RingCore.ModelChecker.Program;

namespace RingCore.ModelChecker.Search;

/// <summary>Graphs to be used again: exploring makes and drops hundreds of thousands in a second.</summary>
internal sealed class GraphPool(SharedMemory memory, int threads)
{
    private readonly Stack<ExecutionGraph> _free = new();

    public ExecutionGraph Rent() => _free.TryPop(out ExecutionGraph? graph) ? graph : new ExecutionGraph(memory, threads);

    public ExecutionGraph Copy(ExecutionGraph original)
    {
        ExecutionGraph graph = Rent();
        graph.Promises = original.Promises;
        graph.CopyFrom(original);
        return graph;
    }

    public void Return(ExecutionGraph graph) => _free.Push(graph);
}
