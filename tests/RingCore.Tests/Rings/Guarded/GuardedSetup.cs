using System;
using RingCore.Layouts;

namespace RingCore.Tests;

/// <summary>A guarded ring whose entries and journal stand apart, each between guards, and whose collector's side a test writes as it likes.</summary>
internal sealed unsafe class GuardedSetup<TFence> : IDisposable
    where TFence : IFencePoints
{
    private readonly GuardedMemory _entries;
    private readonly GuardedMemory _journal;

    public GuardedSetup(PeerTrust trust, int entries = 8, SlotTable? slots = null)
    {
        RingGeometry geometry = new(entries, KvmDirtyGfn.Bytes, 0);
        _entries = new GuardedMemory((int)geometry.Bytes, KvmDirtyGfn.Bytes);
        _journal = new GuardedMemory((int)GuardedJournal.BytesFor(geometry, trust), CacheLine.PaddingBytes);
        GuardedJournal journal = new((byte*)_journal.Start, trust);
        journal.Start(0);
        Ring = new GuardedRing<TFence>(new RingMemory(geometry, _entries.Start, (nuint)_entries.Bytes), journal, slots);
    }

    public GuardedRing<TFence> Ring { get; }

    public KvmDirtyGfn* Entries => (KvmDirtyGfn*)_entries.Start;

    public PeerViolations Violations => Ring.Resetter.PeerViolations;

    /// <summary>Pushes one page by itself, and several as a batch.</summary>
    public void Push(params ReadOnlySpan<DirtyPage> pages)
    {
        bool pushed = pages.Length == 1
            ? Ring.Producer.Push(pages[0]) <= PushStatus.PublishedSoftFull
            : Ring.Producer.Push(pages).Pushed == pages.Length;
        if (!pushed)
            throw new InvalidOperationException("The ring is full.");
    }

    public int Harvest() => Ring.Collector.Harvest(new DirtyPage[Ring.Geometry.Entries]).Entries;

    public ResetResult Reset(out RecordingSink sink, int maxEntries = int.MaxValue)
    {
        sink = new RecordingSink();
        return Ring.Resetter.Reset(ref sink, maxEntries);
    }

    /// <summary>Also fails where a byte outside entries and journal was written.</summary>
    public void Dispose()
    {
        Ring.Dispose();
        _entries.Dispose();
        _journal.Dispose();
    }
}
