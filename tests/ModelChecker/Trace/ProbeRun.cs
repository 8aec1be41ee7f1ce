using System;
using System.Collections.Generic;
using RingCore.ModelChecker.Program;

namespace RingCore.ModelChecker.Trace;

/// <summary>
/// One run of a body with some reads altered: looks for the write that the recorded run made there. Reads are matched with the recorded
/// ones by place and count, since what lies between may change.
/// </summary>
internal sealed unsafe class ProbeRun : AccessHandler
{
    /// <summary>Number of values tried for each read.</summary>
    public const int Samples = FixedSamples + 1 + RecordedSamples;

    private const int FixedSamples = 8;
    private const int RecordedSamples = 4;

    private const int MaxAccesses = 2 * ModelProgram.MaxAccesses;

    private readonly Dictionary<(nuint Address, int Bytes), List<(UInt128 Value, bool Altered)>> _recorded = [];
    private readonly Dictionary<(nuint Address, int Bytes), int> _reads = [];
    private readonly Dictionary<nuint, ulong> _written = [];
    private readonly Access _wanted;
    private readonly int _sample;
    private readonly SharedMemory _memory;
    private int _writesToGo;
    private int _accesses;
    private int _groups;
    private bool _fencedSince;
    private bool _altered;
    private bool _stopped;

    public ProbeRun(TraceNode[] path, int write, ulong altered, int sample, SharedMemory memory, Weakening? weakening)
    {
        _wanted = path[write].Asked;
        _sample = sample;
        _memory = memory;
        Weakening = weakening;
        for (int i = 0; i < write; i++)
        {
            Access access = path[i].Asked;
            if (access.Returns)
            {
                if (!_recorded.TryGetValue((access.Address, access.Bytes), out List<(UInt128, bool)>? values))
                    _recorded.Add((access.Address, access.Bytes), values = []);
                values.Add((path[i + 1].EdgeValue, (altered >> i & 1) != 0));
            }

            if (IsWrite(access) && access.Address == _wanted.Address)
                _writesToGo++;
        }
    }

    public ProbeOutcome Outcome { get; private set; } = ProbeOutcome.Absent;

    protected override Weakening? Weakening { get; }

    public override int NextGroup() => ++_groups;

    public override UInt128 Perform(in Access access)
    {
        if (_stopped || ++_accesses > MaxAccesses || (access.Bytes != 0 && !_memory.Contains(access.Address, access.Bytes)))
            throw Stop();
        if (access.IsFull && _altered && IsStillFull(access))
            _fencedSince = true;
        if (IsWrite(access) && access.Address == _wanted.Address && _writesToGo-- == 0)
        {
            Outcome = _fencedSince || access.Kind != _wanted.Kind || access.Bytes != _wanted.Bytes || access.Order != _wanted.Order
                ? ProbeOutcome.Absent
                : access == _wanted ? ProbeOutcome.Same : ProbeOutcome.OtherValue;
            throw Stop();
        }

        UInt128 found = access.Returns ? ValueOf(access) : 0;
        if (IsWrite(access))
            _written[access.Address] = access.IsExchange ? access.Replaces((ulong)found) ?? (ulong)found : access.Value;
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

    private bool IsStillFull(in Access access) => Weakening is null || Weakening.Weaken(access, CallSite.Capture(access)).IsFull;

    // A finally block of the code under test may come back while the run is being left.
    private RunStoppedException Stop()
    {
        _stopped = true;
        return RunStoppedException.Instance;
    }

    private static bool IsWrite(in Access access) => access.Kind == AccessKind.Write || access.IsExchange;

    private UInt128 ValueOf(in Access access)
    {
        if (access.Kind == AccessKind.Resume)
            return 1;
        var key = (access.Address, (int)access.Bytes);
        int count = _reads.GetValueOrDefault(key);
        _reads[key] = count + 1;
        if (_recorded.TryGetValue(key, out List<(UInt128 Value, bool Altered)>? values) && count < values.Count)
        {
            if (!values[count].Altered)
                return values[count].Value;
            _altered = true;
            ulong other = Alter((ulong)values[count].Value, access, values);
            return access.Bytes == 4 ? (uint)other : other;
        }

        if (_written.TryGetValue(access.Address, out ulong written))
            return access.Bytes == 4 ? (uint)written : written;
        return Initial(access);
    }

    private static ulong Initial(in Access access) => access.Bytes == 4 ? *(uint*)access.Address : *(ulong*)access.Address;

    // Small numbers, neighbours, the initial value, and what the thread's other reads of the place returned.
    private ulong Alter(ulong value, in Access access, List<(UInt128 Value, bool Altered)> recorded)
    {
        if (_sample > FixedSamples && _sample - FixedSamples - 1 < recorded.Count)
            return (ulong)recorded[_sample - FixedSamples - 1].Value;
        return _sample switch
        {
            0 => 0,
            1 => 1,
            2 => 2,
            3 => 3,
            4 => value ^ 1,
            5 => value + 1,
            6 => value - 1,
            7 => ~value,
            _ => Initial(access),
        };
    }
}
