using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RingCore.Layouts;

namespace RingCore.ModelChecker.Tests.Rings;

/// <summary>Makes a program of the shipped ring: each run of a party's body has handles of its own over the one ring's memory.</summary>
internal sealed unsafe partial class RingProgram<TFence, TStates>
    where TFence : IFencePoints
    where TStates : IEntryStates
{
    private const ulong FirstFrame = 0x100;

    private readonly RingCase _case;
    private readonly RingMemory _memory;
    private readonly GuardedJournal _journal;
    private readonly SlotTable _slots = new(new MemorySlot(0, FirstFrame, 4096));
    private readonly uint* _data;
    private readonly uint* _collected;
    private readonly uint* _rearmed;

    private RingProgram(RingCase ringCase, ModelProgram program)
    {
        _case = ringCase;
        RingGeometry geometry = ringCase.Layout == RingLayout.Descriptors
            ? RingGeometry.Packed(ringCase.Entries, 0)
            : new(ringCase.Entries, ringCase.Layout == RingLayout.Addresses ? 8 : 16, 0);
        PeerTrust trust = ringCase.Design == RingDesign.Shadowed ? PeerTrust.Shadowed : PeerTrust.KernelCompatible;
        nuint journalBytes = ringCase.IsGuarded ? GuardedJournal.BytesFor(geometry, trust) : 0;
        _memory = new RingMemory(geometry, ringCase.FirstPosition, bytesBehind: journalBytes);
        program.Share("control", _memory.Control, RingControl.Bytes);
        program.Label(_memory.Words.Avail, "avail");
        program.Label(_memory.Words.Fetch, "fetch");
        program.Label(&_memory.Control->Reset, "reset");
        program.Label(&_memory.Control->CollectorWaits, "collectorWaits");
        program.Label(&_memory.Control->ProducerWaits, "producerWaits");
        program.Label(&_memory.Control->ProducerRequests, "producerRequests");
        program.Share("entries", _memory.Entries, (nuint)geometry.Bytes);
        for (int i = 0; i < ringCase.Entries; i++)
            LabelEntry(program, i, _memory.Entries + (i * geometry.EntryBytes), ringCase.Layout);
        if (ringCase.IsGuarded)
        {
            _journal = new GuardedJournal(_memory.Behind, trust);
            _journal.Start(ringCase.FirstPosition);
            ShareJournal(program, journalBytes);
        }

        _data = Words(program, "data");
        _collected = Words(program, "collected");
        _rearmed = Words(program, "rearmed");
    }

    private int Producers => _case.Producers;

    private int TotalPages => _case.Pushes * Producers;

    public static ModelProgram Make(RingCase ringCase)
    {
        ModelProgram program = new(ringCase.ToString()) { SpinRounds = ringCase.Layout == RingLayout.Claims ? 3 : 0 };
        RingProgram<TFence, TStates> ring = new(ringCase, program);
        for (int p = 0; p < ring.Producers; p++)
        {
            int producer = p;
            program.PreparedThread(ring.Producers == 1 ? "producer" : $"producer{p}", () => ring.Producer(producer));
        }

        program.PreparedThread("collector", ring.Collector);
        program.PreparedThread("resetter", ring.Resetter);
        program.Check = ring.Check;
        return program;
    }

    private static void LabelEntry(ModelProgram program, int i, byte* entry, RingLayout layout)
    {
        if (layout == RingLayout.Addresses)
        {
            program.Label(entry, $"entry{i}");
            return;
        }

        if (layout == RingLayout.Descriptors)
        {
            program.Label(entry + PackedDescriptor.AddressOffset, $"entry{i}.address");
            program.Label(entry + PackedDescriptor.LengthOffset, $"entry{i}.length");
            program.Label(entry + PackedDescriptor.IdAndFlagsOffset, $"entry{i}.flags");
            return;
        }

        program.Label(entry + KvmDirtyGfn.FlagsOffset, $"entry{i}.flags");
        program.Label(entry + KvmDirtyGfn.SlotOffset, $"entry{i}.slot");
        program.Label(entry + KvmDirtyGfn.OffsetOffset, $"entry{i}.offset");
    }

    private void ShareJournal(ModelProgram program, nuint bytes)
    {
        program.Share("journal", _memory.Behind, bytes);
        program.Label(_journal.Begun, "begun");
        program.Label(_journal.Published, "published");
        for (int i = 0; i < _case.Entries && _journal.Shadow != null; i++)
        {
            program.Label((byte*)(_journal.Shadow + i) + KvmDirtyGfn.SlotOffset, $"shadow{i}.slot");
            program.Label((byte*)(_journal.Shadow + i) + KvmDirtyGfn.OffsetOffset, $"shadow{i}.offset");
        }
    }

    // A word for each page, in lines of their own.
    private uint* Words(ModelProgram program, string name)
    {
        uint* words = (uint*)program.Block(name, (nuint)(128 * TotalPages));
        for (int i = 0; i < TotalPages; i++)
            program.Label(words + (32 * i), $"{name}[{i}]");
        return words;
    }

    // From 1, so that no page is all zeroes.
    private DirtyPage Page(int page) => new(0, (ulong)(page + 1) * _case.Stride);

    // What is no page of the program keeps its number, to be seen in a report.
    private ulong PageNumber(uint slot, ulong offset)
    {
        ulong page = (offset / _case.Stride) - 1;
        return slot == 0 && page < (ulong)TotalPages && offset % _case.Stride == 0 ? page : offset << 8 | slot << 4 | 0xf;
    }

    private string? Check(Execution execution)
    {
        int collector = Producers;
        List<ulong> harvested = [.. execution.Values(collector, "harvested")];
        List<ulong> reset = [.. execution.Values(collector + 1, "reset")];
        if (execution.Observations().FirstOrDefault(o => o.Name == "accused") is { Name: "accused" } accused)
            return $"a faithful collector is accused: {(PeerViolation)accused.Value}";
        if (!_case.TriesOnce && Wrong("harvested", harvested, TotalPages) is { } wrongHarvest)
            return wrongHarvest;
        if (Wrong("reset", reset, _case.TriesOnce ? reset.Count : _case.ResetsOf(TotalPages)) is { } wrongReset)
            return wrongReset;
        if (!_case.TriesOnce && !harvested.Take(reset.Count).SequenceEqual(reset))
            return $"harvested {Text(harvested)} but reset {Text(reset)}";
        if (execution.Observations().Any(o => o is { Name: "data", Value: 0 }))
            return "read a page from before its push";
        if (execution.Observations().Any(o => o is { Name: "collected", Value: 0 }))
            return "reset a page before its collector was done with it";
        return execution.Observations().Any(o => o is { Name: "rearmed", Value: 0 }) ? "pushed over a page that does not look re-armed" : null;
    }

    // Each producer's pages come in order; those of two interleave.
    private string? Wrong(string what, List<ulong> pages, int count)
    {
        int[] next = new int[Producers];
        foreach (ulong page in pages)
        {
            int producer = page < (ulong)_case.Pushes ? 0 : Producers - 1;
            if (page != (ulong)((producer * _case.Pushes) + next[producer]++))
                return $"{what} {Text(pages)}";
        }

        return pages.Count == count ? null : $"{what} {Text(pages)}, {count} expected";
    }

    private static string Text(List<ulong> pages) => string.Join(' ', pages.Select(p => p < 64 ? p.ToString(CultureInfo.InvariantCulture) : $"?{p:x}"));
}
