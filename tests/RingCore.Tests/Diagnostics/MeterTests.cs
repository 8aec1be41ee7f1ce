using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using RingCore.Diagnostics;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>What the meter RingCore measures.</summary>
[Trait("Category", "Trace")]
[Collection(Listening.Name)]
public sealed unsafe class MeterTests : IDisposable
{
    private readonly List<(string Instrument, double Value, Dictionary<string, object?> Tags)> _measured = [];
    private readonly MeterListener _listener;

    public MeterTests() => _listener = Listen();

    [Theory]
    [InlineData(RingDesign.Flagged, "flagged")]
    [InlineData(RingDesign.Indexed, "indexed")]
    [InlineData(RingDesign.Packed, "packed")]
    [InlineData(RingDesign.Vm, "vm")]
    public void Every_instrument_measures(RingDesign design, string name)
    {
        using TestRing ring = TestRing.Make(design, entries: 16, reserved: 4);
        for (ulong i = 0; i < 16; i++)
            ring.Producer.Push(new DirtyPage(0, i));
        ring.Producer.Push(new DirtyPage(0, 99));
        ring.Harvest();
        RecordingSink sink = new();
        ring.Resetter.Reset(ref sink);
        ring.Producer.Push(new DirtyPage(0, 5));
        _listener.RecordObservableInstruments();

        Assert.Equal([16], Of("ringcore.harvest.batch"));
        Assert.InRange(Assert.Single(Of("ringcore.ring.soft_full_time")), 0, 60);
        Assert.Equal([1], Of("ringcore.ring.used"));
        Assert.Equal([1], Of("ringcore.resets_per_page"));
        Assert.Equal([17], Of("ringcore.published"));
        Assert.Equal([16], Of("ringcore.harvested"));
        Assert.Equal([16], Of("ringcore.reset"));
        Assert.Equal([1], Of("ringcore.refused"));
        Assert.Equal(6, Of("ringcore.violations").Length);
        Assert.All(_measured.Where(m => m.Tags["ring"]!.Equals(ring.Memory.Id)), m => Assert.Equal(name, m.Tags["design"]));

        double[] Of(string instrument) => this.Of(ring.Memory.Id, instrument);
    }

    [Fact]
    [Trait("Category", "Typed")]
    public void A_typed_ring_s_fill_refusals_drops_and_losses_are_measured()
    {
        TypedRingOptions options = new() { Capacity = 64, ReservedItems = 8 };
        using SpscRing<int> refusing = new(options);
        using ManagedMpscRing<string> dropping = new(options with { WhenFull = FullPolicy.DropNewest });
        using BroadcastRing<int> all = new(4);
        using BroadcastRing<int>.ReaderHandle reader = all.AddReader();
        for (int i = 0; i < 70; i++)
        {
            refusing.Producer.Push(i);
            dropping.Producer.Push("item");
            all.Producer.Push(i);
        }

        Assert.Equal(20, dropping.Consumer.Take(new string[20]));
        Assert.Equal(PushStatus.Published, dropping.Producer.Push("item"));
        Assert.Equal(BroadcastStatus.Lapped, reader.TryRead(out _));
        _listener.RecordObservableInstruments();

        uint id = refusing.Producer.Memory.Id;
        Assert.Equal([64, 64, 6, 0], Each(id, "ringcore.ring.used", "ringcore.published", "ringcore.refused", "ringcore.dropped"));
        Assert.Empty(Of(id, "ringcore.lost"));
        id = dropping.Producer.Memory.Id;
        Assert.Equal([45, 65, 20, 0, 6], Each(id, "ringcore.ring.used", "ringcore.published", "ringcore.harvested", "ringcore.refused", "ringcore.dropped"));
        Assert.InRange(Assert.Single(Of(id, "ringcore.ring.soft_full_time")), 0, 60);
        Assert.All(_measured.Where(m => m.Tags["ring"]!.Equals(id)), m => Assert.Equal("managed-mpsc", m.Tags["design"]));
        id = all.Producer.Memory.Id;
        Assert.Equal([70, 68], Each(id, "ringcore.published", "ringcore.lost"));
        Assert.Empty(Of(id, "ringcore.ring.used"));
        Assert.Empty(Of(id, "ringcore.violations"));

        double[] Each(uint ring, params string[] instruments) => [.. instruments.Select(instrument => Assert.Single(Of(ring, instrument)))];
    }

    [Fact]
    public void Violations_are_counted_by_kind()
    {
        using IndexedRing<CoherentFencePoints> ring = new(new RingGeometry(8, reservedEntries: 0));
        RecordingSink sink = new();
        *ring.Producer.Memory().Words.Fetch = 3;
        ring.Resetter.Reset(ref sink);
        _listener.RecordObservableInstruments();
        (string _, double value, Dictionary<string, object?> tags) = Assert.Single(
            _measured, m => m.Instrument == "ringcore.violations" && m.Value > 0 && m.Tags["ring"]!.Equals(ring.Producer.Memory().Id));
        Assert.Equal((1, "Overran"), (value, tags["kind"]));
    }

    [Theory]
    [InlineData(RingDesign.Flagged)]
    [InlineData(RingDesign.Vm)]
    public void A_time_of_soft_full_ends_when_it_ends_though_nobody_listens_then(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design, entries: 16, reserved: 4);
        FillAndDrain(ring, whileFull: () => _listener.Dispose());
        Thread.Sleep(300);
        using MeterListener next = Listen();
        Stopwatch since = Stopwatch.StartNew();
        FillAndDrain(ring, whileFull: () => { });
        double most = since.Elapsed.TotalSeconds;
        Assert.InRange(Assert.Single(_measured, m => m.Instrument == "ringcore.ring.soft_full_time" && m.Tags["ring"]!.Equals(ring.Memory.Id)).Value, 0, most);
    }

    [Fact]
    [Trait("Category", "Typed")]
    public void A_ring_that_was_let_go_of_while_soft_full_leaves_no_time_of_it_behind()
    {
        Lose();
        for (int i = 0; i < 100 && RingNotes.HasSoftFull; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(RingNotes.HasSoftFull);

        // Not inlined: nothing here keeps what it has made.
        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Lose()
        {
            SpscRing<int> ring = new(4);
            Assert.Equal(new PushResult(PushStatus.PublishedSoftFull, 4), ring.Producer.Push([1, 2, 3, 4]));
            Assert.True(RingNotes.HasSoftFull);
        }
    }

    [Fact]
    [Trait("Category", "Typed")]
    public void Two_that_look_at_a_ring_at_once_both_see_what_is_in_it()
    {
        using MpscRing<int> ring = new(8);
        ring.Producer.Push([1, 2, 3]);
        TypedMemory memory = ring.Producer.Memory;
        using ManualResetEventSlim holds = new();
        bool isHeld = false;
        Thread other = new(() =>
        {
            isHeld = memory.TryHold();
            holds.Set();
            Thread.Sleep(5);
            if (isHeld)
                memory.LetGo();
        });
        other.Start();
        Assert.True(holds.Wait(Peers.Limit));
        _listener.RecordObservableInstruments();
        Assert.True(other.Join(Peers.Limit));
        Assert.True(isHeld);
        Assert.Equal([3], Of(memory.Id, "ringcore.published"));
    }

    [Fact]
    public void A_session_that_ends_takes_no_time_of_soft_full_from_the_meter()
    {
        using TestRing ring = TestRing.Make(RingDesign.Flagged, entries: 16, reserved: 4);
        TraceSession session = new();
        FillAndDrain(ring, whileFull: () =>
        {
            session.Dispose();
            TraceSession.Await(() => !RingTrace.IsOn);
        });
        Assert.Single(_measured, m => m.Instrument == "ringcore.ring.soft_full_time" && m.Tags["ring"]!.Equals(ring.Memory.Id));
    }

    public void Dispose() => _listener.Dispose();

    private double[] Of(uint ring, string instrument) =>
        [.. _measured.Where(m => m.Instrument == instrument && m.Tags["ring"]!.Equals(ring)).Select(m => m.Value)];

    private static void FillAndDrain(TestRing ring, Action whileFull)
    {
        ring.Producer.Push(TestPages.From(0, 12));
        whileFull();
        ring.Harvest();
        RecordingSink sink = new();
        ring.Resetter.Reset(ref sink);
        ring.Producer.Push(new DirtyPage(0, 0));
        ring.Harvest();
        ring.Resetter.Reset(ref sink);
    }

    private MeterListener Listen()
    {
        MeterListener listener = new();
        listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "RingCore")
                listener.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.Start();
        return listener;
    }

    private void Note<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : struct, IConvertible
    {
        Dictionary<string, object?> copy = [];
        foreach (KeyValuePair<string, object?> tag in tags)
            copy[tag.Key] = tag.Value;
        lock (_measured)
            _measured.Add((instrument.Name, value.ToDouble(null), copy));
    }
}
