using System;
using System.Linq;
using System.Threading;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tracking.Tests;

/// <summary>A collector that says and writes what it likes: typed, counted, bounded, and no page is lost for the next one.</summary>
public unsafe class UnfaithfulCollectorTests
{
    [Fact]
    public void Answers_about_no_round_are_counted_and_change_nothing()
    {
        using SharedPair pair = new();
        using PeerSocket peer = Attach(pair, out SharedCollector ring);
        using (ring)
        {
            _ = pair.Write(7, 1);
            foreach (RoundMessageKind kind in new[] { RoundMessageKind.Copied, RoundMessageKind.Committed, RoundMessageKind.Returned })
            {
                foreach (ulong round in new ulong[] { 0, 1, 2, ulong.MaxValue })
                    Send(peer, new RoundMessage(kind, round));
            }

            pair.Tracker.Serve();
            Assert.Equal(12, pair.Tracker.Counters.StaleAnswers);

            // Commits of a round that is being copied, and then of others than the one in flight.
            Assert.Equal(1, ring.Collector.Harvest(new DirtyPage[4]).Pages);
            using OnThread<BoundaryResult> boundary = pair.StartBoundary([], SharedPair.Long);
            Assert.Equal(RoundMessageKind.RoundClosed, ReceiveRound(peer).Kind);
            Send(peer, new RoundMessage(RoundMessageKind.Committed, 1));
            Send(peer, new RoundMessage(RoundMessageKind.Copied, 2));
            Send(peer, new RoundMessage(RoundMessageKind.Copied, 1));
            Assert.Equal(BoundaryStatus.Copied, boundary.Result.Status);
            Send(peer, new RoundMessage(RoundMessageKind.Committed, 2));
            Send(peer, new RoundMessage(RoundMessageKind.Copied, 1));
            pair.Tracker.Serve();
            Assert.True(pair.Tracker.IsRoundInFlight);
            Assert.Equal(16, pair.Tracker.Counters.StaleAnswers);
            Send(peer, new RoundMessage(RoundMessageKind.Committed, 1));
            Send(peer, new RoundMessage(RoundMessageKind.Committed, 1));
            pair.Tracker.Serve();
            Assert.Equal((1UL, 17), (pair.Tracker.CommittedRound, pair.Tracker.Counters.StaleAnswers));
        }
    }

    [Fact]
    public void A_copy_of_another_round_ends_no_boundary()
    {
        using SharedPair pair = new();
        using PeerSocket peer = Attach(pair, out SharedCollector ring);
        using (ring)
        {
            using OnThread<BoundaryResult> boundary = pair.StartBoundary([], SharedPair.Long);
            Assert.Equal(1UL, ReceiveRound(peer).Round);
            Send(peer, new RoundMessage(RoundMessageKind.Copied, 0));
            Send(peer, new RoundMessage(RoundMessageKind.Copied, 2));
            Send(peer, new RoundMessage(RoundMessageKind.Returned, 2));
            Send(peer, new RoundMessage(RoundMessageKind.Returned, 1));
            Assert.Equal(BoundaryStatus.Returned, boundary.Result.Status);
            Assert.Equal(3, pair.Tracker.Counters.StaleAnswers);
        }
    }

    [Fact]
    public void Messages_that_are_none_are_counted_and_their_files_closed()
    {
        using SharedPair pair = new();
        using PeerSocket peer = Attach(pair, out SharedCollector ring);
        using (ring)
        {
            byte[] buffer = new byte[PeerSocket.MaxMessageBytes];
            int length = new RoundMessage(RoundMessageKind.Committed, 1).Write(buffer);
            SendBytes(peer, buffer.AsSpan(0, 1));
            SendBytes(peer, buffer.AsSpan(0, length - 1));
            SendBytes(peer, buffer.AsSpan(0, length + 1));
            SendBytes(peer, buffer);
            buffer[4]++;
            SendBytes(peer, buffer.AsSpan(0, length)); // another version
            foreach (uint kind in new uint[] { 0, 1, 2, 3, 8, uint.MaxValue })
                Send(peer, new RoundMessage((RoundMessageKind)kind, 1));
            _ = new RoundMessage(RoundMessageKind.Committed, 1).Write(buffer);
            Assert.Equal(PeerStatus.Done, peer.Send(buffer.AsSpan(0, length), [pair.Memory.Image.Descriptor], SharedPair.Long));
            pair.Tracker.Serve();
            Assert.Equal((12, 0), (pair.Tracker.Counters.UnknownMessages, pair.Tracker.Counters.StaleAnswers));
            Assert.True(pair.Tracker.IsAttached);
            pair.Tracker.Detach();
            Assert.Equal(12, pair.Tracker.Counters.UnknownMessages);
        }
    }

    [Fact]
    public void A_flood_of_messages_does_not_keep_the_producer()
    {
        using SharedPair pair = new();
        using PeerSocket peer = Attach(pair, out SharedCollector ring);
        using (ring)
        {
            int sent = 0;
            using OnThread<int> flood = new(() =>
            {
                byte[] message = new byte[RoundMessage.HeaderBytes];
                _ = new RoundMessage(RoundMessageKind.Harvested).Write(message);
                while (peer.Send(message, [], SharedPair.Long) == PeerStatus.Done)
                    Volatile.Write(ref sent, sent + 1);
                return sent;
            });
            _ = pair.Write(7, 1);
            long start = TimeProvider.System.GetTimestamp();
            do
            {
                // A flood that has not begun keeps nobody: once more then.
                pair.Tracker.Serve();
                Assert.Equal(BoundaryStatus.TimedOut, pair.Tracker.Boundary(default, TimeSpan.FromMilliseconds(200)).Status);
                Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, SharedPair.Long / 2);
            }
            while (Volatile.Read(ref sent) <= 64);
            pair.Tracker.Detach();
            Assert.True(flood.Result > 64);
        }
    }

    [Theory]
    [InlineData(RingDesign.Indexed, 1000u, BoundaryStatus.PeerBroke)]
    [InlineData(RingDesign.Indexed, uint.MaxValue, BoundaryStatus.PeerBroke)]
    [InlineData(RingDesign.Flagged, 3u, BoundaryStatus.PeerBroke)]
    public void A_collector_that_breaks_the_ring_is_let_go_of_and_the_next_gets_everything(RingDesign design, uint value, BoundaryStatus expected)
    {
        using SharedPair pair = new(new SharedTrackerOptions { Design = design, Entries = 64, ReservedEntries = 8 });
        using PeerSocket peer = Attach(pair, out SharedCollector ring);
        using (ring)
        {
            for (ulong gfn = 0; gfn < 100; gfn++)
                _ = pair.Tracker.MarkDirty(gfn);
            _ = pair.Write(101, 5);
            AnsweredWords* answered = (AnsweredWords*)ring.Answered.Start;
            if (design == RingDesign.Indexed)
                answered->Fetch = value;
            else
                *(uint*)(ring.Answered.Start + AnsweredWords.Bytes) = value << 2; // a state that is none
            Assert.Equal(expected, pair.Tracker.Boundary(default, SharedPair.Long).Status);
            Assert.False(pair.Tracker.IsAttached);
            Assert.Equal(1UL, pair.Tracker.PeerViolations.Total);
            Assert.Equal(1, pair.Tracker.Counters.PeersBroken);
            Assert.Equal(101, pair.Tracker.PagesPending);
        }

        using SharedRounds next = pair.NewCollector();
        using OnThread<BoundaryResult> boundary = pair.StartBoundary([], SharedPair.Long);
        Assert.Equal(RoundWaitStatus.Ready, next.WaitForRound(SharedPair.Long, out SharedRound? round));
        Assert.True(pair.Take(round!));
        Assert.Equal(101, boundary.Result.Pages);
        Assert.Equal(5UL, pair.Committed[101]);
    }

    [Fact]
    public void A_producer_that_attaches_something_else_is_refused()
    {
        using SharedPair pair = new();
        SharedRegion image = pair.Memory.Image;
        SharedRegion record = pair.Memory.Record;
        foreach ((RoundMessageKind kind, SharedRegion[] files, SharedOpenStatus expected) in new[]
        {
            (RoundMessageKind.RoundClosed, new[] { image, image, image }, SharedOpenStatus.UnknownMessage),
            (RoundMessageKind.Attach, [image, image], SharedOpenStatus.UnknownMessage),
            (RoundMessageKind.Attach, [image, record, image], SharedOpenStatus.HalfMade),
            (RoundMessageKind.Attach, [record, image, image], SharedOpenStatus.NotSealed),
        })
        {
            (PeerSocket here, PeerSocket there) = PeerSocket.CreatePair();
            using (here)
            {
                byte[] message = new byte[RoundMessage.HeaderBytes];
                _ = new RoundMessage(kind).Write(message);
                Assert.Equal(PeerStatus.Done, here.Send(message, [.. files.Select(file => file.Descriptor)], SharedPair.Long));
                Assert.Equal(expected, SharedRounds.Open(there, SharedPair.Long, out SharedRounds? rounds));
                Assert.Null(rounds);
                Assert.True(here.IsPeerGone);
            }
        }

        (PeerSocket silent, PeerSocket waiting) = PeerSocket.CreatePair();
        Assert.Equal(SharedOpenStatus.TimedOut, SharedRounds.Open(waiting, SharedPair.Short, out _));
        silent.Dispose();
    }

    private static PeerSocket Attach(SharedPair pair, out SharedCollector ring)
    {
        (PeerSocket here, PeerSocket there) = PeerSocket.CreatePair();
        Assert.Equal(PeerStatus.Done, pair.Tracker.Attach(here, SharedPair.Long));
        byte[] buffer = new byte[PeerSocket.MaxMessageBytes];
        Assert.Equal(PeerStatus.Done, there.Receive(buffer, out _, out Microsoft.Win32.SafeHandles.SafeFileHandle[] files, SharedPair.Long));
        Assert.Equal(SharedOpenStatus.Opened, SharedCollector.Open(files[0], files[1], out SharedCollector? collector));
        files[2].Dispose();
        ring = collector!;
        return there;
    }

    private static RoundMessage ReceiveRound(PeerSocket peer)
    {
        byte[] buffer = new byte[PeerSocket.MaxMessageBytes];
        RoundMessage message;
        do
        {
            Assert.Equal(PeerStatus.Done, peer.Receive(buffer, out int bytes, out _, SharedPair.Long));
            Assert.True(RoundMessage.TryRead(buffer.AsSpan(0, bytes), out message));
        }
        while (message.Kind == RoundMessageKind.Harvest);
        return message;
    }

    private static void Send(PeerSocket peer, RoundMessage message)
    {
        byte[] bytes = new byte[RoundMessage.HeaderBytes];
        SendBytes(peer, bytes.AsSpan(0, message.Write(bytes)));
    }

    private static void SendBytes(PeerSocket peer, ReadOnlySpan<byte> bytes) => Assert.Equal(PeerStatus.Done, peer.Send(bytes, [], SharedPair.Long));
}
