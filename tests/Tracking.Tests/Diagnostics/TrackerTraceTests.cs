using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Linq;
using RingCore.Diagnostics;
using Xunit;

namespace RingCore.Tracking.Tests;

/// <summary>What a session and a meter see of trackers.</summary>
[Trait("Category", "Trace")]
[Collection(nameof(TrackerTraceTests))]
[CollectionDefinition(nameof(TrackerTraceTests), DisableParallelization = true)] // it listens to the whole process
public class TrackerTraceTests
{
    [Fact]
    public void A_tracker_tells_of_its_source_and_its_rounds()
    {
        using RoundSession session = new(RingEventSource.Keywords.Rounds);
        using TrackedMemory memory = new(300);
        using DirtyTracker tracker = new(memory, new TrackerOptions { Source = SourceKind.Barrier });
        (string name, object?[] payload) = Assert.Single(session.Take());
        Assert.Equal(("SourceChosen", "Barrier", tracker.Source.Reason), (name, payload[1], payload[2]));
        object? number = payload[0];

        tracker.MarkDirty(7, 5);
        tracker.Collect().Dispose();
        Round(1, isCommitted: false);
        tracker.MarkDirty(100);
        using (CollectedRound collected = tracker.Collect())
        using (ReadableRound readable = collected.Reset())
            readable.Commit();
        Round(2, isCommitted: true);

        void Round(long round, bool isCommitted)
        {
            List<(string Name, object?[] Payload)> told = session.Take();
            Assert.Equal(["RoundCollected", "RoundEnded"], told.Select(e => e.Name));
            Assert.Equal([number, round, round == 1 ? 5L : 6L], told[0].Payload[..3]);
            Assert.Equal([number, round, isCommitted], told[1].Payload[..3]);
            Assert.All(told, e => Assert.InRange((long)e.Payload[3]!, 0, 60_000_000));
        }
    }

    [Fact]
    public void A_shared_tracker_tells_of_rounds_that_are_committed_and_of_those_that_a_lost_collector_leaves()
    {
        using RoundSession session = new(RingEventSource.Keywords.Rounds);
        using SharedPair pair = new();
        SharedRounds rounds = pair.NewCollector();
        Assert.Equal("SourceChosen", Assert.Single(session.Take()).Name);
        using OnThread<RoundWaitStatus> collector = new(() => pair.TakeAll(rounds));
        _ = pair.Write(3, 1);
        Assert.Equal(BoundaryStatus.Copied, pair.Tracker.Boundary(default, SharedPair.Long).Status);
        Assert.True(pair.Tracker.WaitForCommit(SharedPair.Long));
        List<(string Name, object?[] Payload)> told = session.Take();
        Assert.Equal(["RoundCollected", "RoundEnded"], told.Select(e => e.Name));
        Assert.Equal([(long)pair.Tracker.CommittedRound, 1L], told[0].Payload[1..3]);
        Assert.Equal([(long)pair.Tracker.CommittedRound, true], told[1].Payload[1..3]);
        pair.Tracker.Detach();
        Assert.Empty(session.Take());
        _ = collector.Result;
        rounds.Dispose();

        using SharedRounds lost = pair.NewCollector();
        _ = pair.Write(3, 2);
        using OnThread<BoundaryResult> boundary = pair.StartBoundary([], SharedPair.Long);
        Assert.Equal(RoundWaitStatus.Ready, lost.WaitForRound(SharedPair.Long, out SharedRound? round));
        Assert.True(round!.EndCopy());
        Assert.Equal(BoundaryStatus.Copied, boundary.Result.Status);
        Assert.Equal("RoundCollected", Assert.Single(session.Take()).Name);
        pair.Tracker.Detach();
        (string name, object?[] payload) = Assert.Single(session.Take());
        Assert.Equal("RoundEnded", name);
        Assert.Equal([(long)round.Number, false], payload[1..3]);
    }

    [Fact]
    public void The_dirty_rate_is_measured_by_tracker()
    {
        List<(double Rate, object? Tracker)> rates = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument is { Name: "ringcore.dirty_rate", Meter.Name: "RingCore" })
                own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, rate, tags, _) => rates.Add((rate, tags[0].Value)));
        listener.Start();
        using TrackedMemory memory = new(300);
        using DirtyTracker tracker = new(memory, new TrackerOptions { Source = SourceKind.Barrier });
        tracker.MarkDirty(7, 50);
        tracker.Collect().Dispose();
        listener.RecordObservableInstruments();
        Assert.Contains(rates, rate => rate.Rate > 0 && rate.Rate == tracker.DirtyPagesPerSecond);
        rates.Clear();
        tracker.Dispose();
        listener.RecordObservableInstruments();
        Assert.DoesNotContain(rates, rate => rate.Rate == tracker.DirtyPagesPerSecond);
    }

    [Fact]
    public void Rings_of_two_processes_are_told_of_by_either_side()
    {
        using RoundSession session = new(RingEventSource.Keywords.Rings);
        using (SharedPair pair = new())
        {
            SharedRounds rounds = pair.NewCollector();
            List<(string Name, object?[] Payload)> made = [.. session.Take().Where(e => e.Name == "RingCreated")];
            Assert.Equal(2, made.Count);
            Assert.All(made, ring => Assert.Equal(true, ring.Payload[6]));
            pair.Tracker.Detach();
            rounds.Dispose();
        }

        List<object?[]> gone = [.. session.Take().Where(e => e.Name == "RingDisposed").Select(e => e.Payload)];
        Assert.Equal([0L, -1L, 0L, 0L], gone[0][1..]);
        Assert.Equal([-1L, 0L, -1L, -1L], gone[1][1..]);
    }
}
