using System;
using System.Collections.Generic;
using System.Linq;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>A guarded ring with a producer's side that works and a record of the truth beside it, which each reset is held against.</summary>
internal sealed unsafe class HostileRun<TFence>(PeerTrust trust, int entries) : IDisposable
    where TFence : IFencePoints
{
    private readonly GuardedSetup<TFence> _setup = new(trust, entries, TestPages.Slots);
    private readonly List<DirtyPage> _pushed = [];
    private int _reset;
    private int _next;

    public GuardedRing<TFence> Ring => _setup.Ring;

    public KvmDirtyGfn* Entries => _setup.Entries;

    public PeerViolations Violations => _setup.Violations;

    public int EntriesReset => _reset;

    /// <summary>Pushes pages, near ones and far ones, and holds the count against what is free.</summary>
    public void Push(int count)
    {
        DirtyPage[] pages = Enumerable.Range(0, count).Select(_ => TestPages.At((_next += 1 + (_next % 3 * 40)) % TestPages.Count)).ToArray();
        int free = entries - (_pushed.Count - _reset);
        int pushed = count == 1 ? (Ring.Producer.Push(pages[0]) <= PushStatus.PublishedSoftFull ? 1 : 0) : Ring.Producer.Push(pages).Pushed;
        Assert.Equal(Math.Min(count, free), pushed);
        _pushed.AddRange(pages.Take(pushed));
    }

    /// <summary>The honest half of the collector.</summary>
    public void Harvest(int count) => Ring.Collector.Harvest(new DirtyPage[count]);

    /// <summary>Resets, and holds what came against what was pushed.</summary>
    public void Reset(int maxEntries = int.MaxValue)
    {
        ResetResult result = _setup.Reset(out RecordingSink sink, maxEntries);
        Assert.InRange(result.Entries, 0, Math.Min(_pushed.Count - _reset, maxEntries)); // also a ring's worth: no more is ever in flight
        if (trust == PeerTrust.Shadowed)
            Assert.Equal(KernelCoalescing.Coalesce(_pushed.Skip(_reset).Take(result.Entries)), sink.Calls);
        else
            Assert.All(sink.Pages, page => Assert.True(TestPages.Slots.Contains(page.Slot, page.Offset), page.ToString()));
        Assert.True(sink.Pages.Count + result.OutOfRange <= result.Entries);
        _reset += result.Entries;
        Assert.Equal((ulong)_reset, Ring.Resetter.EntriesReset);
        Assert.Equal((ulong)_pushed.Count, Ring.Producer.Published);
    }

    public void Dispose() => _setup.Dispose();
}
