using System;
using System.Collections.Generic;
using RingCore.ModelChecker.Program;

namespace RingCore.ModelChecker.Trace;

/// <summary>All that one simulated thread can do, as far as it has been asked for.</summary>
internal sealed class TraceTree
{
    private const int MaxSpinReads = 8;

    private readonly int _thread;
    private readonly SimulatedThread _source;
    private readonly SharedMemory _memory;
    private readonly bool _sites;
    private readonly LocalOrder _order;
    private readonly int _spinRounds;
    private int _nodes;

    public TraceTree(int thread, ModelProgram program, MemoryModel model, Weakening? weakening, bool sites)
    {
        _thread = thread;
        _source = program.Threads[thread];
        _memory = program.Memory;
        Weakening = weakening;
        _spinRounds = program.SpinRounds;
        _sites = sites || weakening is not null;
        Model = model;
        _order = new LocalOrder(model, program.Memory, new DependencyProbe(_source, _memory, model, weakening));
        Root = Extend(null, 0);
    }

    public string Name => _source.Name;

    public MemoryModel Model { get; }

    /// <summary>The mutant that is explored, or none.</summary>
    public Weakening? Weakening { get; }

    /// <summary>The first step.</summary>
    public TraceNode Root { get; }

    /// <summary>Runs that were cut because they made too many accesses.</summary>
    public long Cut { get; set; }

    /// <summary>Runs of the body so far.</summary>
    public long Runs { get; private set; }

    /// <summary>The step after one that returned a value.</summary>
    public TraceNode Next(TraceNode node, UInt128 value) => node.Child(value) ?? Extend(node, value);

    public TraceNode Create(TraceNode? parent, UInt128 edgeValue, in Access asked, Observation[] notes, string message, int attemptStart)
    {
        int index = parent is null ? 0 : parent.Index + 1;
        CallSite? site = _sites && !asked.IsTerminal ? CallSite.Capture(asked) : null;
        TraceNode node = new(_thread, index, parent, edgeValue, site is not null && Weakening is not null ? Weakening.Weaken(asked, site) : asked, _memory.CellsOf(asked), notes)
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

    private TraceNode Extend(TraceNode? last, UInt128 value)
    {
        TraceNode[] known = last?.Path() ?? [];
        if (SpinStart(known, value) is >= 0 and int start)
            return Create(last, value, new Access(AccessKind.Blocked), [], "", start);
        RecordingRun run = new(this, known, value);
        Runs++;
        Run(_source, run);
        IReadOnlyList<TraceNode> added = run.Added;
        _order.Fill(added[^1].Path(), added[0].Index);
        return added[0];
    }

    // A thread that has done nothing but the same reads with the same values a number of times spins: it is left as a failed attempt.
    private int SpinStart(TraceNode[] path, UInt128 value)
    {
        if (_spinRounds == 0)
            return -1;
        for (int period = 1; period <= MaxSpinReads && period * _spinRounds <= path.Length; period++)
        {
            int start = path.Length - period;
            bool all = true;
            for (int step = path.Length - (period * _spinRounds); step < start && all; step++)
                all = IsSameRead(path, step, value, step + period);
            if (all)
                return start;
        }

        return -1;
    }

    private static bool IsSameRead(TraceNode[] path, int a, UInt128 last, int b) =>
        path[a].Access.Kind == AccessKind.Read && path[a].Asked == path[b].Asked && path[a + 1].EdgeValue == (b + 1 < path.Length ? path[b + 1].EdgeValue : last);

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
