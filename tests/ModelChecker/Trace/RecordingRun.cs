using System;
using System.Collections.Generic;

namespace RingCore.ModelChecker.Trace;

/// <summary>One run of a body: along a known path first, then recording new steps up to the first read whose value is not known.</summary>
internal sealed class RecordingRun : AccessHandler
{
    private readonly TraceTree _tree;
    private readonly TraceNode[] _known;
    private readonly UInt128 _lastValue;
    private readonly List<Observation> _notes = [];
    private readonly List<TraceNode> _added = [];
    private int _position;
    private int _groups;
    private int _attemptStart = -1;
    private bool _stopped;

    public RecordingRun(TraceTree tree, TraceNode[] known, UInt128 lastValue)
    {
        _tree = tree;
        _known = known;
        _lastValue = lastValue;
    }

    /// <summary>The steps that this run found.</summary>
    public IReadOnlyList<TraceNode> Added => _added;

    public override int WidePartBytes => _tree.Model.WidePartBytes();

    protected override Weakening? Weakening => _tree.Weakening;

    public override int NextGroup() => ++_groups;

    public override UInt128 Perform(in Access access)
    {
        if (_position < _known.Length)
            return Recall(access);
        if (_position == ModelProgram.MaxAccesses)
        {
            _tree.Cut++;
            _attemptStart = -1;
            Abandon();
        }

        Append(access);
        if (access.Returns)
            throw Stop();
        return 0;
    }

    public override void Note(string name, ulong value)
    {
        if (_position >= _known.Length)
            _notes.Add(new Observation(name, value));
    }

    public override void Attempt() => _attemptStart = _position;

    public override void Abandon()
    {
        Append(new Access(AccessKind.Blocked));
        throw Stop();
    }

    public override void Fail(string message)
    {
        Append(new Access(AccessKind.Failed), message);
        throw Stop();
    }

    /// <summary>The body has returned.</summary>
    public void End() => Append(new Access(AccessKind.End));

    /// <summary>The body threw.</summary>
    public void Thrown(Exception exception) => Append(new Access(AccessKind.Failed), $"{exception.GetType().Name}: {exception.Message}");

    private UInt128 Recall(in Access access)
    {
        TraceNode node = _known[_position];
        if (node.Asked != access)
        {
            throw new NondeterministicProgramException(
                $"Thread {_tree.Name} did {access} as its step {_position}, where it did {node.Asked} before with the same values read.");
        }

        _position++;
        return _position < _known.Length ? _known[_position].EdgeValue : _lastValue;
    }

    private RunStoppedException Stop()
    {
        _stopped = true;
        return RunStoppedException.Instance;
    }

    // A finally block of the code under test may come here while the run is being left.
    private void Append(in Access asked, string message = "")
    {
        if (_stopped)
            throw RunStoppedException.Instance;
        bool first = _added.Count == 0;
        TraceNode? parent = first ? (_known.Length == 0 ? null : _known[^1]) : _added[^1];
        TraceNode node = _tree.Create(parent, first ? _lastValue : 0, asked, [.. _notes], message, _attemptStart);
        _notes.Clear();
        _added.Add(node);
        _position++;
    }
}
