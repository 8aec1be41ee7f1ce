using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace RingCore.AliasedCache;

/// <summary>
/// One run of a party's code from its start: it is fed the values that it read before, and stopped at the first read whose value is not known.
/// Its code is a deterministic function of those values. What it does from the last known value on is recorded.
/// </summary>
public sealed unsafe class PartyRun
{
    [ThreadStatic]
    private static PartyRun? s_current;

    private readonly RingMap _map;
    private readonly byte* _start;
    private readonly ReadOnlyMemory<ulong> _history;
    private readonly Func<FlushPoint, bool> _without;
    private readonly bool _isIndexed; // in which several calls flush the same words
    private int _known;
    private bool _ended;
    private bool _atLimit;
    private (AccessKind Kind, string Target) _lastFlush; // of the call just before, if it was a flush
    private List<string> _notes = [];

    internal PartyRun(Party party, RingMap map, IDirtyRing ring, ReadOnlyMemory<ulong> history, Func<FlushPoint, bool> without)
    {
        Party = party;
        _map = map;
        _start = (byte*)RingMap.Memory(ring).Control;
        _history = history;
        _without = without;
        _isIndexed = ring is IndexedRing<SimulatedFencePoints>;
    }

    /// <summary>Who runs.</summary>
    public Party Party { get; }

    /// <summary>Entries that the collector has handed on, or that the resetter has given to its sink.</summary>
    public int Progress { get; set; }

    /// <summary>What it did after the last known value: with what it noted before each, and its progress.</summary>
    internal List<(Access Access, string[] Notes, int Progress)> Steps { get; } = [];

    /// <summary>Flush points that it came by.</summary>
    internal HashSet<FlushPoint> FlushPoints { get; } = [];

    /// <summary>Whose fence points this thread executes.</summary>
    internal static PartyRun Current => s_current ?? throw new InvalidOperationException("Simulated fence points need a simulated party.");

    /// <summary>Marks the beginning of an operation.</summary>
    public void Begin() => (_atLimit, _lastFlush) = (false, default);

    /// <summary>Writes a line into the trace.</summary>
    public void Note(string note) => _notes.Add(note);

    /// <summary>Waits until every other party waits for a later turn or has ended.</summary>
    /// <param name="turn">1 or more; no two parties have the same.</param>
    public void Await(int turn) => Record(new Access(AccessKind.Gate, "Await", Value: (ulong)turn));

    /// <summary>Ends the exploration: the ring is broken.</summary>
    [DoesNotReturn]
    public void Fail(string why)
    {
        Record(new Access(AccessKind.Failed, why));
        throw End();
    }

    /// <summary>Runs the party's code.</summary>
    internal void Execute(Action code)
    {
        s_current = this;
        try
        {
            code();
            Record(new Access(AccessKind.End, "End"));
        }
        catch (EndOfHistoryException)
        {
            // As far as it could go.
        }
        finally
        {
            s_current = null;
        }
    }

    internal ulong Read(void* location, string name, int bytes)
    {
        int offset = Offset(location);
        if (_ended || RingMap.IsWait(offset))
            return 0;
        _atLimit |= _map.Target(offset) == "reset";
        _lastFlush = default;
        if (_known < _history.Length)
        {
            _notes = [];
            return _history.Span[_known++];
        }

        Record(new Access(AccessKind.Read, name, offset, bytes));
        throw End();
    }

    internal void Write(void* location, string name, int bytes, ulong value)
    {
        int offset = Offset(location);
        if (_ended)
            return;
        _lastFlush = default;
        Record(new Access(AccessKind.Write, name, offset, bytes, value));
        if (Party != Party.Collector)
            return;
        if (_map.Target(offset) == "fetch")
            Progress = (int)((uint)value - _map.First);
        else if (!_isIndexed) // an indexed ring's mark hands nothing on
            Progress++;
    }

    internal void Flush(void* start, nuint bytes, AccessKind kind)
    {
        if (_ended || bytes == 0)
            return;
        int offset = Offset(start);
        string target = _map.Target(offset);
        FlushPoint point = new(Party, kind.ToString(), target, PathOf(kind, target));
        _lastFlush = (kind, target);
        FlushPoints.Add(point);
        if (_without(point))
        {
            Note($"(no {kind} {_map.Name(offset)})");
            return;
        }

        foreach (int line in _map.LinesOf(offset, (int)bytes))
            Record(new Access(kind, kind.ToString(), line));
    }

    private FlushPath PathOf(AccessKind kind, string target)
    {
        if (!_isIndexed || target == "reset")
            return FlushPath.Usual;
        if (_lastFlush == (kind, target))
            return FlushPath.AroundEnd;
        return _atLimit && Party == Party.Producer ? FlushPath.AtLimit : FlushPath.Usual;
    }

    private int Offset(void* location) => (int)((byte*)location - _start);

    private void Record(Access access)
    {
        if (_known == _history.Length)
            Steps.Add((access, _notes.ToArray(), Progress));
        _notes = [];
    }

    /// <summary>From here on fence points do nothing: the party's own <c>finally</c> blocks run past them.</summary>
    private EndOfHistoryException End()
    {
        _ended = true;
        return new EndOfHistoryException();
    }
}
