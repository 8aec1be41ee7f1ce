using System;
using System.Collections.Generic;
using RingCore.ModelChecker.Program;

namespace RingCore.ModelChecker.Trace;

/// <summary>All that one simulated thread can do, as far as it has been asked for.</summary>
internal sealed class TraceTree
{
    private readonly int _thread;
    private readonly SimulatedThread _source;
    private readonly SharedMemory _memory;
    private readonly Weakening? _weakening;
    private readonly bool _sites;
    private readonly LocalOrder _order;
    private int _nodes;

    public TraceTree(int thread, ModelProgram program, MemoryModel model, Weakening? weakening, bool sites)
    {
        _thread = thread;
        _source = program.Threads[thread];
        _memory = program.Memory;
        _weakening = weakening;
        _sites = sites || weakening is not null;
        Model = model;
        _order = new LocalOrder(model, program.Memory, new DependencyProbe(_source, _memory, Effective));
        Root = Extend(null, 0);
    }

    public string Name => _source.Name;

    public MemoryModel Model { get; }

    /// <summary>The first step.</summary>
    public TraceNode Root { get; }

    /// <summary>Runs of the body so far.</summary>
    public long Runs { get; private set; }

    /// <summary>The step after one that returned a value.</summary>
    public TraceNode Next(TraceNode node, UInt128 value) => node.Child(value) ?? Extend(node, value);

    public TraceNode Create(TraceNode? parent, UInt128 edgeValue, in Access asked, Observation[] notes, string message, int attemptStart)
    {
        int index = parent is null ? 0 : parent.Index + 1;
        if (index >= ModelProgram.MaxAccesses && !asked.IsTerminal)
        {
            throw new InvalidOperationException(
                $"Thread {Name} makes more than {ModelProgram.MaxAccesses} accesses. Bound its loops, with Model.Assume for one.");
        }

        CallSite? site = _sites && !asked.IsTerminal ? CallSite.Capture() : null;
        TraceNode node = new(_thread, index, parent, edgeValue, Effective(asked, site), _memory.CellsOf(asked), notes)
        {
            Number = ++_nodes,
            Asked = asked,
            Message = message,
            AttemptStart = attemptStart,
            Site = site,
        };
        parent?.Add(node);
        return node;
    }

    private Access Effective(Access asked) => _weakening is null ? asked : Effective(asked, CallSite.Capture());

    private Access Effective(in Access asked, CallSite? site) =>
        _weakening is not null && site is not null && _weakening.Applies(site) ? Weakening.Weaken(asked) : asked;

    private TraceNode Extend(TraceNode? last, UInt128 value)
    {
        RecordingRun run = new(this, last?.Path() ?? [], value);
        Runs++;
        Run(_source, run);
        IReadOnlyList<TraceNode> added = run.Added;
        TraceNode[] path = added[^1].Path();
        foreach (TraceNode node in added)
            _order.Fill(path, node.Index);
        return added[0];
    }

    private static void Run(SimulatedThread source, RecordingRun run)
    {
        Action body = source.Prepare();
        AccessHandler.Current = run;
        try
        {
            body();
            run.End();
        }
        catch (RunStoppedException)
        {
        }
        catch (Exception exception) when (exception is not NondeterministicProgramException)
        {
            run.Thrown(exception);
        }
        finally
        {
            AccessHandler.Current = null;
        }
    }
}
