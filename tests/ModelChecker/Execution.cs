using System;
using System.Collections.Generic;
using System.Linq;
using RingCore.ModelChecker.Graph;
using RingCore.ModelChecker.Program;

namespace RingCore.ModelChecker;

/// <summary>A complete execution, as a program's check sees it.</summary>
public sealed unsafe class Execution
{
    private readonly ModelProgram _program;
    private readonly ExecutionGraph _graph;

    internal Execution(ModelProgram program, ExecutionGraph graph)
    {
        _program = program;
        _graph = graph;
    }

    /// <summary>What a thread wrote down, in its order.</summary>
    /// <param name="thread">Number of the thread, from 0.</param>
    public IEnumerable<Observation> Observations(int thread)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(thread, _program.Threads.Count);
        for (int i = 0; i < _graph.Count(thread); i++)
        {
            foreach (Observation observation in _graph.Node(ExecutionGraph.Id(thread, i)).Notes)
                yield return observation;
        }

        foreach (Observation observation in _graph.Next(thread).Notes)
            yield return observation;
    }

    /// <summary>What every thread wrote down, in the order of the threads.</summary>
    public IEnumerable<Observation> Observations() => Enumerable.Range(0, _program.Threads.Count).SelectMany(Observations);

    /// <summary>The values that a thread wrote down under one name.</summary>
    public IEnumerable<ulong> Values(int thread, string name) => Observations(thread).Where(o => o.Name == name).Select(o => o.Value);

    /// <summary>What a word holds in the end.</summary>
    public uint Final(uint* word)
    {
        SharedMemory memory = _program.Memory;
        int cell = memory.Find((nuint)word);
        return cell < 0 ? *word : _graph.Final(cell);
    }
}
