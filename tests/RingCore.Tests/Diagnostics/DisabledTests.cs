using System;
using System.Collections.Generic;
using System.Diagnostics.Tracing;
using System.Reflection;
using RingCore.Diagnostics;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>What the event source costs and keeps where nobody listens.</summary>
[Trait("Category", "Trace")]
[Collection(Listening.Name)]
public class DisabledTests
{
    [Theory]
    [EveryDesign]
    public void After_a_session_nothing_is_allocated_again(RingDesign design)
    {
        using TestRing ring = TestRing.Make(design, entries: 64, reserved: 8, TestPages.Slots);
        DirtyPage[] batch = TestPages.From(0, 60);
        DirtyPage[] pages = new DirtyPage[64];
        SilentSink sink = new();
        using (new TraceSession())
            Laps(2);
        Laps(100);
        Assert.Equal(0, Allocated.Least(() => Laps(100)));

        void Laps(int laps)
        {
            for (int i = 0; i < laps; i++)
            {
                ring.Producer.Push(batch);
                ring.Producer.Push(batch);
                ring.Collector.Harvest(pages);
                ring.Resetter.Reset(ref sink);
            }
        }
    }

    [Fact]
    public void A_session_ends_while_another_goes_on()
    {
        using TestRing ring = TestRing.Make(RingDesign.Flagged, entries: 64);
        TraceSession other = new();
        using TraceSession session = new(RingEventSource.Keywords.Batches);
        other.Stop();
        ring.Producer.Push(TestPages.From(0, 6));
        ring.Harvest();
        Assert.Single(session.Payloads(ring.Memory.Id, "Harvested"));
    }

    [Fact]
    public void The_manifest_names_every_event_and_value()
    {
        string manifest = EventSource.GenerateManifest(typeof(RingEventSource), "RingCore.dll", EventManifestOptions.Strict)!;
        HashSet<int> ids = [];
        foreach (MethodInfo method in typeof(RingEventSource).GetMethods(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        {
            if (method.GetCustomAttribute<EventAttribute>() is not { } about)
                continue;
            Assert.True(ids.Add(about.EventId));
            Assert.Contains($"value=\"{about.EventId}\" version=\"0\" level=\"win:{about.Level}\" symbol=\"{method.Name}\"", manifest, StringComparison.Ordinal);
            foreach (ParameterInfo value in method.GetParameters())
                Assert.Contains($"<data name=\"{value.Name}\"", manifest, StringComparison.Ordinal);
        }

        Assert.Equal(19, ids.Count);
        Assert.Equal(EventSourceSettings.EtwManifestEventFormat, RingEventSource.Log.Settings);
    }

    [Fact]
    public void A_ring_that_is_let_go_of_is_not_kept()
    {
        int before = LiveRings.Read().Count;
        WeakReference lost = Lose();
        for (int i = 0; i < 10 && lost.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(lost.IsAlive);
        Assert.InRange(LiveRings.Read().Count, 0, before);

        // Their seats go to others.
        for (int i = 0; i < 2000; i++)
            TestRing.Make(RingDesign.Flagged).Dispose();
        Assert.InRange(LiveRings.Read().Count, 0, before);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference Lose()
        {
            FlaggedDirtyRing ring = new(64, 0);
            ring.Collector.Dispose();
            return new WeakReference(ring.Producer);
        }
    }

    private struct SilentSink : IResetSink
    {
        public void ResetPages(uint slot, ulong offset, ulong mask)
        {
        }
    }
}
