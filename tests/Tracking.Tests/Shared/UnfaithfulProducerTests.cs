using System;
using System.Threading;
using Xunit;

namespace RingCore.Tracking.Tests;

/// <summary>A producer that says what it likes: the collector's waits end all the same.</summary>
public class UnfaithfulProducerTests
{
    [Theory]
    [InlineData(RoundMessageKind.Harvest, 200)]
    [InlineData(RoundMessageKind.RoundClosed, 200)]
    [InlineData(RoundMessageKind.Committed, 200)]
    [InlineData(RoundMessageKind.Harvest, 0)]
    internal void A_flood_of_messages_does_not_keep_the_collector(RoundMessageKind kind, int timeoutMilliseconds)
    {
        using SharedPair pair = new();
        (PeerSocket here, PeerSocket there) = PeerSocket.CreatePair();
        Assert.Equal(PeerStatus.Done, pair.Tracker.Attach(here, SharedPair.Long));
        Assert.Equal(SharedOpenStatus.Opened, SharedRounds.Open(there, SharedPair.Long, out SharedRounds? rounds));
        int sent = 0;
        using OnThread<int> flood = new(() => Flood(here, kind, ref sent));
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref sent) > 64, SharedPair.Long)); // a flood that has not begun keeps nobody
        using OnThread<RoundWaitStatus> wait = new(() => rounds!.WaitForRound(TimeSpan.FromMilliseconds(timeoutMilliseconds), out _));
        RoundWaitStatus status = RoundWaitStatus.Ready;
        bool hasEnded = wait.HasEndedIn(SharedPair.Long / 2);
        if (hasEnded)
            status = wait.Result;
        pair.Tracker.Detach(); // ends the flood, and with it a wait that it keeps
        _ = flood.Result;
        _ = wait.Result;
        rounds!.Dispose();
        Assert.True(hasEnded, "The collector waits as long as the producer sends.");
        Assert.Equal(RoundWaitStatus.TimedOut, status);
    }

    [Theory]
    [InlineData(0UL)] // what the window's word says while no round may be copied
    [InlineData(1UL)]
    [InlineData(ulong.MaxValue)]
    internal void A_number_of_no_round_that_may_be_copied_begins_none(ulong number)
    {
        using SharedPair pair = new();
        (PeerSocket here, PeerSocket there) = PeerSocket.CreatePair();
        Assert.Equal(PeerStatus.Done, pair.Tracker.Attach(here, SharedPair.Long));
        Assert.Equal(SharedOpenStatus.Opened, SharedRounds.Open(there, SharedPair.Long, out SharedRounds? rounds));
        using (rounds)
        {
            byte[] message = new byte[RoundMessage.HeaderBytes];
            _ = new RoundMessage(RoundMessageKind.RoundClosed, number).Write(message);
            Assert.Equal(PeerStatus.Done, here.Send(message, [], SharedPair.Long));
            Assert.Equal(RoundWaitStatus.TimedOut, rounds!.WaitForRound(TimeSpan.Zero, out SharedRound? round));
            Assert.Null(round);
            Assert.Equal(1, rounds.RoundsMissed);
        }
    }

    /// <summary>Sends until the other end is gone, and reads what comes back.</summary>
    private static int Flood(PeerSocket socket, RoundMessageKind kind, ref int sent)
    {
        byte[] message = new byte[RoundMessage.HeaderBytes];
        byte[] answer = new byte[PeerSocket.MaxMessageBytes];
        _ = new RoundMessage(kind, ulong.MaxValue).Write(message);
        PeerStatus status;
        while ((status = socket.Send(message, [], SharedPair.Short)) != PeerStatus.PeerGone)
        {
            if (status == PeerStatus.Done)
                Volatile.Write(ref sent, sent + 1);
            _ = socket.Receive(answer, out _, out _, TimeSpan.Zero);
        }

        return sent;
    }
}
