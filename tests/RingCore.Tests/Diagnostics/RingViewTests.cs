using System;
using System.Diagnostics;
using System.Reflection;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>What a debugger shows, asked as a debugger asks.</summary>
[Trait("Category", "Trace")]
public class RingViewTests
{
    [Theory]
    [EveryDesign(0ul)]
    [EveryDesign(uint.MaxValue - 20ul)]
    public void A_ring_shows_entries_in_use_and_the_states_of_the_next(RingDesign design, ulong firstPosition)
    {
        using TestRing ring = TestRing.Make(design, 64, 8, firstPosition: firstPosition);
        ring.Producer.Push(TestPages.From(0, 50));
        ring.Collector.Harvest(new DirtyPage[50]);
        RecordingSink sink = new();
        ring.Resetter.Reset(ref sink);
        ring.Producer.Push(TestPages.From(0, 30));
        ring.Collector.Harvest(new DirtyPage[20]);

        Assert.Equal("30 of 64 in use: 20 harvested, 10 published", Shown(ring.Ring));
        RingView view = (RingView)Proxy(ring.Ring);
        Assert.Equal((30u, 20u, false), (view.EntriesInUse, view.EntriesHarvested, view.IsFreed));
        Assert.All(view.NextToReset, run => Assert.Equal(EntryCondition.Harvested, run.Condition));
        Assert.All(view.NextToHarvest, run => Assert.Equal(EntryCondition.Published, run.Condition));
        Assert.All(view.NextToPush, run => Assert.Equal(EntryCondition.Free, run.Condition));
        Assert.NotEmpty(view.NextToReset);

        DirtyPage[] rest = new DirtyPage[50];
        Assert.Equal(10, ring.Collector.Harvest(rest).Pages);
        Assert.Equal(30, ring.Resetter.Reset(ref sink).Entries);
    }

    [Theory]
    [EveryDesign]
    public void A_ring_whose_memory_is_gone_shows_that_and_does_not_touch_it(RingDesign design)
    {
        TestRing ring = TestRing.Make(design, 64, 8);
        ring.Producer.Push(TestPages.From(0, 30));
        RingMemory memory = ring.Memory;
        ring.Dispose();
        Assert.True(memory.IsFreed);
        Assert.False(memory.TryHold());
        Assert.Equal("64 entries, disposed", Shown(ring.Ring));
        RingView view = (RingView)Proxy(ring.Ring);
        Assert.True(view.IsFreed);
        Assert.Empty(view.NextToReset);
        Assert.Empty(view.NextToHarvest);
        Assert.Empty(view.NextToPush);
    }

    [Fact]
    public void Handles_show_their_cursors()
    {
        FlaggedDirtyRing ring = new(64, 0);
        for (int i = 0; i < 65; i++)
            ring.Producer.Push(TestPages.At(i));
        ring.Collector.Harvest(new DirtyPage[20]);
        RecordingSink sink = new();
        ring.Resetter.Reset(ref sink);
        Assert.Equal("producer: 64 published, 1 refused", Shown(ring.Producer));
        Assert.Equal("collector: 20 harvested", Shown(ring.Collector));
        Assert.Equal("resetter: 20 reset, 0 violations", Shown(ring.Resetter));
        ring.Dispose();
        Assert.Equal("resetter: 20 reset, 0 violations, disposed", Shown(ring.Resetter));
    }

    [Theory]
    [InlineData(SharedRingDesign.Indexed)]
    [InlineData(SharedRingDesign.Flagged)]
    public void Both_sides_of_a_shared_ring_show_a_report_and_after_their_end_a_sentence(SharedRingDesign design)
    {
        using KnownRing ring = new(design);
        ring.Push(41).Harvest(18);
        Assert.Equal("41 of 64 in use", Shown(ring.Ring));
        Assert.Equal($"collector of 64 entries, {design}", Shown(ring.Collector));
        Assert.Equal(18, ((SharedRingView)Proxy(ring.Ring)).Report.Count(EntryCondition.Harvested));
        Assert.Equal(18, ((SharedRingView)Proxy(ring.Collector)).Report.Count(EntryCondition.Harvested));
        ring.Dispose();
        Assert.Equal("41 of 64 in use, disposed", Shown(ring.Ring));
        Assert.Equal(SharedOpenStatus.NotAMemfd, ((SharedRingView)Proxy(ring.Ring)).Report.Status);
        Assert.Equal(SharedOpenStatus.NotAMemfd, ((SharedRingView)Proxy(ring.Collector)).Report.Status);
    }

    /// <summary>By the attribute, which names a property of the type that has it.</summary>
    private static string Shown(object shown)
    {
        Type type = Find<DebuggerDisplayAttribute>(shown, out DebuggerDisplayAttribute attribute);
        string name = attribute.Value!.Trim('{', '}').Replace(",nq", "", StringComparison.Ordinal);
        return (string)type.GetProperty(name, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(shown)!;
    }

    private static object Proxy(object shown)
    {
        _ = Find<DebuggerTypeProxyAttribute>(shown, out DebuggerTypeProxyAttribute attribute);
        Type proxy = Type.GetType(attribute.ProxyTypeName)!;
        return Activator.CreateInstance(proxy, BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public, null, [shown], null)!;
    }

    private static Type Find<TAttribute>(object shown, out TAttribute attribute)
        where TAttribute : Attribute
    {
        for (Type? type = shown.GetType(); type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<TAttribute>(inherit: false) is { } found)
            {
                attribute = found;
                return type;
            }
        }

        throw new ArgumentException($"{shown.GetType()} has no {typeof(TAttribute)}.", nameof(shown));
    }
}
