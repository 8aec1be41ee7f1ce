using System;
using System.Collections.Generic;
using RingCore.ModelChecker.Program;

namespace RingCore.ModelChecker.Trace;

/// <summary>
/// One run of a body with some reads altered: looks for the writes that the recorded run made. Reads and writes are matched with the
/// recorded ones by place and count, since what lies between may change.
/// </summary>
internal sealed unsafe class ProbeRun : AccessHandler
{
    /// <summary>Number of values tried for each read.</summary>
    public const int Samples = ProbeSample.Count;

    private const int MaxAccesses = 2 * ModelProgram.MaxAccesses;

    private readonly Dictionary<(nuint Address, int Bytes), List<UInt128>> _recorded = [];
    private readonly Dictionary<(nuint Address, int Bytes, int Count), UInt128> _other = [];
    private readonly Dictionary<(nuint Address, int Bytes), int> _reads = [];
    private readonly Dictionary<nuint, int> _writes = [];
    private readonly Dictionary<nuint, uint> _written = [];
    private readonly Dictionary<(nuint Address, int Count), int> _wanted = [];
    private readonly TraceNode[] _path;
    private readonly List<int> _wantedSteps;
    private readonly SharedMemory _memory;
    private int _accesses;
    private int _groups;
    private bool _fencedSince;
    private bool _altered;
    private bool _stopped;

    /// <summary>Prepares a run.</summary>
    /// <param name="path">The recorded run.</param>
    /// <param name="wanted">Indices of the writes to look for.</param>
    /// <param name="altered">The reads that return another value, a bit for each index.</param>
    /// <param name="sample">Which other value.</param>
    /// <param name="memory">The program's memory.</param>
    /// <param name="model">The memory's rules.</param>
    /// <param name="weakening">The mutant, if any.</param>
    public ProbeRun(TraceNode[] path, List<int> wanted, ulong altered, int sample, SharedMemory memory, MemoryModel model, Weakening? weakening)
    {
        WidePartBytes = model.WidePartBytes();
        _path = path;
        _wantedSteps = wanted;
        _memory = memory;
        Weakening = weakening;
        Outcomes = new ProbeOutcome[wanted.Count];
        Array.Fill(Outcomes, ProbeOutcome.Absent);
        Record(wanted[^1]);
        Alter(altered, sample);
    }

    /// <summary>Whether the sample has values that are not the recorded ones.</summary>
    public bool AltersAnything => _other.Count > 0;

    /// <summary>What became of each write that was looked for.</summary>
    public ProbeOutcome[] Outcomes { get; }

    protected override Weakening? Weakening { get; }

    public override int WidePartBytes { get; }

    public override int NextGroup() => ++_groups;

    public override UInt128 Perform(in Access access)
    {
        if (_stopped || ++_accesses > MaxAccesses || (access.Bytes != 0 && !_memory.Contains(access.Address, access.Bytes)))
            throw Stop();
        if (access.IsFull && _altered && IsStillFull(access))
            _fencedSince = true;
        if (IsWrite(access))
            Compare(access);
        UInt128 found = access.Returns ? ValueOf(access) : 0;
        if (IsWrite(access))
            Write(access, access.IsExchange ? access.Replaces(found) ?? found : access.Value);
        return found;
    }

    public override void Note(string name, ulong value)
    {
    }

    public override void Attempt()
    {
    }

    public override void Abandon() => throw Stop();

    public override void Fail(string message) => throw Stop();

    private static bool IsWrite(in Access access) => access.Kind == AccessKind.Write || access.IsExchange;

    private static UInt128 Initial(in Access access) => Cells(access, cell => *(uint*)cell);

    private static UInt128 Cells(in Access access, Func<nuint, uint> cell)
    {
        UInt128 value = 0;
        for (int place = 0; place < access.Bytes / SharedMemory.CellBytes; place++)
            value |= (UInt128)cell(access.Address + (nuint)(place * SharedMemory.CellBytes)) << (32 * place);
        return value;
    }

    private void Write(in Access access, UInt128 value)
    {
        for (int place = 0; place < access.Bytes / SharedMemory.CellBytes; place++)
            _written[access.Address + (nuint)(place * SharedMemory.CellBytes)] = (uint)(value >> (32 * place));
    }

    private bool IsStillFull(in Access access) => Weakening is null || Weakening.Weaken(access, CallSite.Capture(access)).IsFull;

    // A finally block of the code under test may come back while the run is being left.
    private RunStoppedException Stop()
    {
        _stopped = true;
        return RunStoppedException.Instance;
    }

    private void Record(int last)
    {
        Dictionary<nuint, int> writes = [];
        for (int i = 0; i <= last; i++)
        {
            Access access = _path[i].Asked;
            if (access.Returns && i < last)
            {
                if (!_recorded.TryGetValue((access.Address, access.Bytes), out List<UInt128>? values))
                    _recorded.Add((access.Address, access.Bytes), values = []);
                values.Add(_path[i + 1].EdgeValue);
            }

            if (!IsWrite(access))
                continue;
            int count = writes.GetValueOrDefault(access.Address);
            writes[access.Address] = count + 1;
            if (_wantedSteps.IndexOf(i) is >= 0 and int place)
                _wanted.Add((access.Address, count), place);
        }
    }

    private void Alter(ulong altered, int sample)
    {
        Dictionary<(nuint, int), int> reads = [];
        for (int i = 0; i < _wantedSteps[^1]; i++)
        {
            Access access = _path[i].Asked;
            if (!access.Returns)
                continue;
            var key = (access.Address, (int)access.Bytes);
            int count = reads.GetValueOrDefault(key);
            reads[key] = count + 1;
            if ((altered >> i & 1) == 0 || access.Kind == AccessKind.Resume)
                continue;
            UInt128 value = _recorded[key][count];
            UInt128 other = ProbeSample.At(sample, value, Initial(access), access.Bytes, _recorded[key]);
            if (other != value)
                _other.Add((access.Address, access.Bytes, count), other);
        }
    }

    private void Compare(in Access access)
    {
        int count = _writes.GetValueOrDefault(access.Address);
        _writes[access.Address] = count + 1;
        if (!_wanted.Remove((access.Address, count), out int place))
            return;
        Access wanted = _path[_wantedSteps[place]].Asked;
        bool isLike = access.Kind == wanted.Kind && access.Bytes == wanted.Bytes && access.Order == wanted.Order;
        Outcomes[place] = _fencedSince || !isLike ? ProbeOutcome.Absent : access == wanted ? ProbeOutcome.Same : ProbeOutcome.OtherValue;
        if (_wanted.Count == 0)
            throw Stop();
    }

    private UInt128 ValueOf(in Access access)
    {
        if (access.Kind == AccessKind.Resume)
            return 1;
        var key = (access.Address, (int)access.Bytes);
        int count = _reads.GetValueOrDefault(key);
        _reads[key] = count + 1;
        if (_other.TryGetValue((access.Address, access.Bytes, count), out UInt128 other))
        {
            _altered = true;
            return other;
        }

        if (_recorded.TryGetValue(key, out List<UInt128>? values) && count < values.Count)
            return values[count];
        return Cells(access, cell => _written.TryGetValue(cell, out uint written) ? written : *(uint*)cell);
    }
}
