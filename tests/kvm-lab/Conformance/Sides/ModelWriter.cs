using System;
using System.Collections.Generic;
using RingCore.Kvm;
using RingCore.Layouts;

namespace RingCore.KvmLab;

/// <summary>
/// RingCore's flagged ring, all three handles of it, around a model of a vCPU: a write to a page that is not marked faults, marks and pushes it; a
/// soft-full ring stops the vCPU before the write; a reset clears marks.
/// </summary>
internal sealed unsafe class ModelWriter : IWriterRing
{
    private readonly GuestMemory _memory;
    private readonly FlaggedDirtyRing _ring;
    private readonly Dictionary<DirtyPage, uint> _contents = [];
    private readonly HashSet<DirtyPage> _marked = [];
    private DirtyPage[] _list = [];
    private uint _value;
    private int _done;

    public ModelWriter(int entries)
    {
        RingGeometry geometry = RingGeometry.Kvm(entries);
        _memory = new GuestMemory(geometry.Bytes / GuestMemory.PageBytes);
        SlotTable slots = new(
            new MemorySlot(1, GuestLayout.SlotAddress(1) / GuestMemory.PageBytes, IWriterRing.SlotPages),
            new MemorySlot(2, GuestLayout.SlotAddress(2) / GuestMemory.PageBytes, IWriterRing.SlotPages));
        _ring = new FlaggedDirtyRing(geometry, (nint)_memory.Start, (nuint)_memory.Bytes, slots);
    }

    public int FullExits { get; private set; }

    public int Write(ReadOnlySpan<DirtyPage> pages, uint value = 1)
    {
        _list = pages.ToArray();
        _value = value;
        _done = 0;
        return GoOn();
    }

    public int GoOn()
    {
        for (; _done < _list.Length && !IsSoftFull(); _done++)
        {
            DirtyPage page = _list[_done];
            if (page.Slot != 0 && _marked.Add(page) && _ring.Producer.Push(page) == PushStatus.PublishedSoftFull)
                break; // before the write
            _contents[page] = _value;
        }

        if (_done < _list.Length)
            FullExits++;
        return _done;
    }

    public void Read(DirtyPage page) => _ = Content(page);

    public void HostWrite(DirtyPage page) => _contents[page] = 1;

    public uint Content(DirtyPage page) => _contents.GetValueOrDefault(page);

    public List<DirtyPage> Harvest(int max = int.MaxValue)
    {
        DirtyPage[] pages = new DirtyPage[Math.Min(max, _ring.Geometry.Entries)];
        return [.. pages[.._ring.Collector.Harvest(pages).Pages]];
    }

    public int Reset()
    {
        ClearMarks sink = new(_marked);
        return _ring.Resetter.Reset(ref sink).Entries;
    }

    public KvmDirtyGfn Entry(int index) => RawEntry.Read((nint)_memory.Start, index);

    public void SetFlags(int index, uint flags) => RawEntry.SetFlags((nint)_memory.Start, index, flags);

    public void SetPage(int index, DirtyPage page) => RawEntry.SetPage((nint)_memory.Start, index, page);

    public void Dispose()
    {
        _ring.Dispose();
        _memory.Dispose();
    }

    private bool IsSoftFull() => _ring.Producer.WaitForSpace(WaitStrategy.Spin, TimeSpan.Zero) != WaitStatus.Ready;

    private readonly struct ClearMarks(HashSet<DirtyPage> marked) : IResetSink
    {
        public void ResetPages(uint slot, ulong offset, ulong mask)
        {
            for (int bit = 0; bit < 64; bit++)
            {
                if ((mask >> bit & 1) != 0)
                    marked.Remove(new DirtyPage(slot, offset + (uint)bit));
            }
        }
    }
}
