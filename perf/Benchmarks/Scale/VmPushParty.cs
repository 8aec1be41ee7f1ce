using System;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Layouts;

namespace RingCore.Benchmarks.Scale;

/// <summary>
/// A lap of pushes into a VM ring, where a producer may have stalled between its claim of an entry and its publication: the others go on
/// until the ring is full, and no longer.
/// </summary>
internal sealed unsafe class VmPushParty : IParty
{
    private const int RingEntries = 4096;

    private readonly RingMemory _memory = new(new RingGeometry(RingEntries, reservedEntries: 0));
    private readonly VmRing<CoherentFencePoints>.SharedProducer _producer;
    private readonly FlaggedRing<CoherentFencePoints, GfnEntry<KvmStates>, DirtyPage>.CollectorHandle _collector;
    private readonly FlaggedRing<CoherentFencePoints, GfnEntry<KvmStates>, DirtyPage>.ResetterHandle _resetter;
    private readonly DirtyPage[] _batch = new DirtyPage[RingEntries];
    private readonly bool _stalls;
    private uint _claimed;
    private int _pushed;

    /// <summary>Makes the ring.</summary>
    /// <param name="name">What the table calls it.</param>
    /// <param name="stalls">Whether an entry in front of the lap's is claimed and not published.</param>
    internal VmPushParty(string name, bool stalls)
    {
        Name = name;
        _stalls = stalls;
        _producer = new(_memory);
        _collector = new(_memory, null, ordered: false);
        _resetter = new(_memory, null);
    }

    public string Name { get; }

    public int Entries => RingEntries - 1;

    public void Prepare()
    {
        if (_pushed > 0)
            Finish();
        _pushed = 0;
        _claimed = CoherentFencePoints.ReadOnce(_memory.Words.Avail);
        _ = CoherentFencePoints.CompareExchange(_memory.Words.Avail, _claimed + 1, _claimed);
        if (!_stalls)
            Publish();
    }

    public void Run()
    {
        for (int i = 0; i < Entries; i++)
        {
            if (_producer.Push(new DirtyPage(0, (ulong)i)) <= PushStatus.PublishedSoftFull)
                _pushed++;
        }
    }

    public void Check()
    {
        if (_pushed != Entries || _producer.Push(new DirtyPage(0, 0)) != PushStatus.RefusedFull)
            throw new InvalidOperationException($"{Name}: {_pushed} pages went into a ring that has room for {Entries} and no more.");
        if (_stalls && _collector.Harvest(_batch).Entries != 0)
            throw new InvalidOperationException($"{Name}: the collector passed an entry that is not published.");
    }

    public void Dispose()
    {
        _producer.Dispose();
        _collector.Dispose();
        _resetter.Dispose();
    }

    /// <summary>The stalled producer goes on, and everything comes out.</summary>
    private void Finish()
    {
        if (_stalls)
            Publish();
        CountingSink sink = default;
        int harvested = _collector.Harvest(_batch).Entries;
        int reset = _resetter.Reset(ref sink).Entries;
        if (harvested != RingEntries || reset != RingEntries)
            throw new InvalidOperationException($"{Name}: of {RingEntries} pages {harvested} were harvested and {reset} reset.");
    }

    private void Publish()
    {
        byte* entry = _memory.Entries + ((nint)(_claimed & _memory.Geometry.Mask) * KvmDirtyGfn.Bytes);
        _ = GfnEntry<KvmStates>.TryPublish<CoherentFencePoints>(entry, new DirtyPage(0, 0), 0, null);
    }
}
