using System;
using System.Collections.Generic;
using System.Linq;
using RingCore.Layouts;
using Fp = RingCore.ModelChecker.ModelFencePoints;

namespace RingCore.ModelChecker.Tests.Rings;

/// <summary>Makes a program of the shipped ring: each run of a party's body has handles of its own over the one ring's memory.</summary>
internal sealed unsafe class RingProgram
{
    private const ulong FirstFrame = 0x100;

    private readonly RingCase _case;
    private readonly RingMemory _memory;
    private readonly SlotTable _slots = new(new MemorySlot(0, FirstFrame, 4096));
    private readonly uint* _data;

    private RingProgram(RingCase ringCase, ModelProgram program)
    {
        _case = ringCase;
        RingGeometry geometry = new(ringCase.Entries, ringCase.Design == RingDesign.FlaggedPages ? 8 : 16, 0);
        _memory = new RingMemory(geometry, RingCase.FirstPosition);
        program.Share("control", _memory.Control, RingControl.Bytes);
        program.Label(_memory.Avail, "avail");
        program.Label(_memory.Fetch, "fetch");
        program.Label(&_memory.Control->Reset, "reset");
        program.Label(&_memory.Control->CollectorWaits, "collectorWaits");
        program.Label(&_memory.Control->ProducerWaits, "producerWaits");
        program.Share("entries", _memory.Entries, (nuint)geometry.Bytes);
        for (int i = 0; i < ringCase.Entries; i++)
            LabelEntry(program, i, _memory.Entries + (i * geometry.EntryBytes), geometry.EntryBytes);
        _data = (uint*)program.Block("data", (nuint)(128 * TotalPages));
        for (int i = 0; i < TotalPages; i++)
            program.Label(DataOf(i), $"data[{i}]");
    }

    private int Producers => _case.Design == RingDesign.Vm ? 2 : 1;

    private int TotalPages => _case.Pushes * Producers;

    public static ModelProgram Make(RingCase ringCase)
    {
        ModelProgram program = new(ringCase.ToString());
        RingProgram ring = new(ringCase, program);
        for (int p = 0; p < ring.Producers; p++)
        {
            int producer = p;
            program.Thread(ring.Producers == 1 ? "producer" : $"producer{p}", () => ring.Producer(producer));
        }

        program.Thread("collector", ring.Collector);
        program.Thread("resetter", ring.Resetter);
        program.Check = ring.Check;
        return program;
    }

    private static void LabelEntry(ModelProgram program, int i, byte* entry, int bytes)
    {
        program.Label(entry, bytes == 8 ? $"entry{i}" : $"entry{i}.flags");
        if (bytes == 8)
            return;
        program.Label(entry + KvmDirtyGfn.SlotOffset, $"entry{i}.slot");
        program.Label(entry + KvmDirtyGfn.OffsetOffset, $"entry{i}.offset");
    }

    private uint* DataOf(int page) => _data + (32 * page);

    // Slot 0 for even pages would coalesce as the stride says; the page's number is in the offset, from 1, so that no page is all zeroes.
    private DirtyPage Page(int page) => new(0, (ulong)(page + 1) * _case.Stride);

    private int PageNumber(ulong offset) => (int)(offset / _case.Stride) - 1;

    private Action Producer(int producer)
    {
        IDirtyProducer handle = _case.Design switch
        {
            RingDesign.Flagged => new FlaggedRing<Fp, GfnEntry, DirtyPage>.ProducerHandle(_memory, null),
            RingDesign.FlaggedPages => new FlaggedRing<Fp, PageAddressEntry, DirtyPageAddress>.ProducerHandle(_memory, _slots),
            RingDesign.Indexed => new IndexedRing<Fp>.ProducerHandle(_memory),
            _ => new VmRing<Fp>.SharedProducer(_memory),
        };
        return () =>
        {
            int first = producer * _case.Pushes;
            for (int done = 0; done < _case.Pushes;)
            {
                DirtyPage[] pages = [.. Enumerable.Range(first + done, Math.Min(_case.Batch, _case.Pushes - done)).Select(Page)];
                for (int i = 0; i < pages.Length && _case.Data; i++)
                    Fp.WritePlain(DataOf(first + done + i), 1);
                Model.Attempt();
                int pushed = pages.Length == 1 ? (handle.Push(pages[0]) <= PushStatus.PublishedSoftFull ? 1 : 0) : handle.Push(pages).Pushed;
                Model.Assume(pushed > 0);
                done += pushed;
            }
        };
    }

    private Action Collector()
    {
        IDirtyCollector handle = _case.Design switch
        {
            RingDesign.FlaggedPages => new FlaggedRing<Fp, PageAddressEntry, DirtyPageAddress>.CollectorHandle(_memory, _slots, ordered: true),
            RingDesign.Indexed => new IndexedRing<Fp>.CollectorHandle(_memory),
            _ => new FlaggedRing<Fp, GfnEntry, DirtyPage>.CollectorHandle(_memory, null, ordered: _case.Design == RingDesign.Flagged),
        };
        return () =>
        {
            DirtyPage[] pages = new DirtyPage[_case.Batch];
            for (int done = 0; done < TotalPages;)
            {
                Model.Attempt();
                int harvested = handle.Harvest(pages.AsSpan(0, Math.Min(pages.Length, TotalPages - done))).Entries;
                Model.Assume(harvested > 0);
                for (int i = 0; i < harvested; i++)
                    Observe("harvested", pages[i].Slot, pages[i].Offset);
                done += harvested;
            }
        };
    }

    private Action Resetter()
    {
        IDirtyResetter handle = _case.Design switch
        {
            RingDesign.FlaggedPages => new FlaggedRing<Fp, PageAddressEntry, DirtyPageAddress>.ResetterHandle(_memory, _slots),
            RingDesign.Indexed => new IndexedRing<Fp>.ResetterHandle(_memory, null),
            _ => new FlaggedRing<Fp, GfnEntry, DirtyPage>.ResetterHandle(_memory, null),
        };
        return () =>
        {
            Sink sink = new(this);
            int wanted = _case.Resets < 0 ? TotalPages : _case.Resets;
            for (int done = 0; done < wanted;)
            {
                Model.Attempt();
                int reset = handle.Reset(ref sink, wanted - done).Entries;
                Model.Assume(reset > 0);
                done += reset;
            }
        };
    }

    private void Observe(string what, uint slot, ulong offset)
    {
        int page = PageNumber(offset);
        bool exists = slot == 0 && page >= 0 && page < TotalPages && offset == (ulong)(page + 1) * _case.Stride;
        Model.Note(what, exists ? (ulong)page : offset << 8 | slot << 4 | 0xf);
        if (_case.Data && exists)
            Model.Note("data", Fp.ReadPlain(DataOf(page)));
    }

    private string? Check(Execution execution)
    {
        int collector = Producers;
        List<ulong> harvested = [.. execution.Values(collector, "harvested")];
        List<ulong> reset = [.. execution.Values(collector + 1, "reset")];
        if (Wrong("harvested", harvested, TotalPages) is { } wrongHarvest)
            return wrongHarvest;
        if (Wrong("reset", reset, _case.Resets < 0 ? TotalPages : _case.Resets) is { } wrongReset)
            return wrongReset;
        if (!harvested.Take(reset.Count).SequenceEqual(reset))
            return $"harvested {Text(harvested)} but reset {Text(reset)}";
        return execution.Values(collector, "data").Concat(execution.Values(collector + 1, "data")).Contains(0UL) ? "read a page from before its push" : null;
    }

    // Each producer's pages come in order; those of two interleave.
    private string? Wrong(string what, List<ulong> pages, int count)
    {
        int[] next = new int[Producers];
        foreach (ulong page in pages)
        {
            int producer = (int)Math.Min(page / (ulong)_case.Pushes, (ulong)Producers - 1);
            if (page != (ulong)((producer * _case.Pushes) + next[producer]++))
                return $"{what} {Text(pages)}";
        }

        return pages.Count == count ? null : $"{what} {Text(pages)}, {count} expected";
    }

    private static string Text(List<ulong> pages) =>
        string.Join(' ', pages.Select(p => p < 64 ? p.ToString(System.Globalization.CultureInfo.InvariantCulture) : $"?{p:x}"));

    private readonly struct Sink(RingProgram ring) : IResetSink
    {
        public void ResetPages(uint slot, ulong offset, ulong mask)
        {
            for (int bit = 0; bit < 64; bit++)
            {
                if ((mask >> bit & 1) != 0)
                    ring.Observe("reset", slot, offset + (uint)bit);
            }
        }
    }
}
