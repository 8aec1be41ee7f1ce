using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using RingCore.Tracking.Peer;
using Xunit;
using Xunit.Abstractions;
using Record = RingCore.Tracking.TrackerRecord<RingCore.SharedFencePoints>;

namespace RingCore.Tracking.Tests;

/// <summary>Real processes, killed by SIGKILL at whatever instruction they are.</summary>
[Trait("Category", "Hostile")]
public sealed unsafe class KilledProcessTests(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 12;

    private readonly string _log = Path.GetTempFileName();
    private Process? _process;

    [Fact]
    public void A_killed_producer_leaves_every_uncommitted_page_to_its_successor()
    {
        Dictionary<ulong, ulong> committed = [];
        SafeFileHandle[] heirlooms = [];
        long uncommitted = 0;
        for (int life = 0; life <= Kills; life++)
        {
            (PeerSocket supervisor, PeerSocket supervised) = PeerSocket.CreatePair();
            (PeerSocket here, PeerSocket there) = PeerSocket.CreatePair();
            using (supervisor)
            {
                Start([supervised, there], "produce", $"{supervised.Descriptor}", $"{there.Descriptor}", $"{life}");
                byte[] message = [0];
                Assert.Equal(PeerStatus.Done, supervisor.Send(message, heirlooms, SharedPair.Long));
                Assert.Equal(PeerStatus.Done, supervisor.Receive(message, out _, out SafeFileHandle[] next, SharedPair.Long));
                foreach (SafeFileHandle old in heirlooms)
                    old.Dispose();
                heirlooms = next;
                Assert.Equal(SharedOpenStatus.Opened, SharedRounds.Open(here, SharedPair.Long, out SharedRounds? rounds));
                using OnThread<RoundWaitStatus> collector = new(() => TakeAll(rounds!, committed));
                if (life < Kills)
                {
                    Thread.Sleep(Random.Shared.Next(200));
                    _process!.Kill();
                }
                else
                {
                    Assert.Equal(PeerStatus.Done, supervisor.Send(message, [], SharedPair.Long));
                    Assert.True(_process!.WaitForExit(SharedPair.Long));
                    Assert.Equal(0, _process.ExitCode);
                }

                Assert.True(_process.WaitForExit(SharedPair.Long));
                Assert.Equal(RoundWaitStatus.PeerGone, collector.Result);
                uncommitted += Check(rounds!, heirlooms[1], committed, isEnd: life == Kills);
                rounds!.Dispose();
            }
        }

        foreach (SafeFileHandle old in heirlooms)
            old.Dispose();
        output.WriteLine($"{Kills} producers killed, {uncommitted} pages left to successors, {committed.Count} pages committed, pages lost 0");
    }

    [Fact]
    public void A_killed_collector_costs_no_page_and_the_next_goes_on_from_its_log()
    {
        using SharedPair pair = new();
        Random random = new(1);
        int timeouts = 0;
        for (int life = 0; life <= Kills; life++)
        {
            (PeerSocket here, PeerSocket there) = PeerSocket.CreatePair();
            Start([there], "collect", $"{there.Descriptor}", _log);
            Assert.Equal(PeerStatus.Done, pair.Tracker.Attach(here, SharedPair.Long));
            using ManualResetEventSlim hasCommitted = new();
            int delay = random.Next(30);
            using OnThread<bool> killer = new(() => life == Kills || Kill(hasCommitted, delay));
            for (int transaction = 0; pair.Tracker.IsAttached && (life < Kills || transaction < 20); transaction++)
            {
                for (int writes = random.Next(50); writes > 0; writes--)
                    _ = pair.Write((ulong)random.Next(364), (ulong)random.NextInt64());
                BoundaryResult result = pair.Tracker.Boundary(default, SharedPair.Long);
                timeouts += result.Status == BoundaryStatus.TimedOut ? 1 : 0;
                if (pair.Tracker.WaitForCommit(SharedPair.Long))
                    hasCommitted.Set();
            }

            Assert.True(killer.Result);
            if (life == Kills)
                pair.Tracker.Detach();
            Assert.True(_process!.WaitForExit(SharedPair.Long));
        }

        Dictionary<ulong, ulong> replayed = [];
        Assert.Equal(new FileInfo(_log).Length, RoundLog.Replay(_log, (gfn, value) => replayed[gfn] = value));
        for (ulong gfn = 0; gfn < 364; gfn++)
            Assert.Equal(pair.Load(gfn), replayed.GetValueOrDefault(gfn));
        Assert.Equal((0, Kills), (timeouts, pair.Tracker.Counters.PeersGone));
        output.WriteLine($"{Kills} collectors killed, {pair.Tracker.Counters.RoundsCommitted} rounds committed, pages lost 0");
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
            _process.Kill();
        _process?.Dispose();
        File.Delete(_log);
    }

    private bool Kill(ManualResetEventSlim isAtWork, int delayMilliseconds)
    {
        bool isKilled = isAtWork.Wait(SharedPair.Long);
        Thread.Sleep(delayMilliseconds);
        _process!.Kill();
        return isKilled;
    }

    private static RoundWaitStatus TakeAll(SharedRounds rounds, Dictionary<ulong, ulong> committed)
    {
        RoundWaitStatus status;
        while ((status = rounds.WaitForRound(SharedPair.Long, out SharedRound? round)) == RoundWaitStatus.Ready)
        {
            using (round)
            {
                Dictionary<ulong, ulong> copy = [];
                foreach (ulong gfn in round!)
                    copy[gfn] = BitConverter.ToUInt64(round.Read(gfn));
                if (!round.EndCopy())
                    continue;
                foreach ((ulong gfn, ulong value) in copy)
                    committed[gfn] = value;
                _ = round.Commit();
            }
        }

        return status;
    }

    /// <summary>What the dead left, looked at where it lies: each page is as committed, or in the record.</summary>
    private static long Check(SharedRounds rounds, SafeFileHandle recordFile, Dictionary<ulong, ulong> committed, bool isEnd)
    {
        Assert.Equal(SharedOpenStatus.Opened, SharedRegion.Open(SharedPair.Duplicate(recordFile), RegionSeals.OfAnswered, 0, RegionAccess.ReadOnly, out SharedRegion? region));
        using (region)
        {
            Record record = new(region!.Start, (long)rounds.Pages);
            long uncommitted = 0;
            for (ulong gfn = 0; gfn < rounds.Pages; gfn++)
            {
                bool isCommitted = BitConverter.ToUInt64(rounds.Read(gfn)) == committed.GetValueOrDefault(gfn);
                Assert.True(isCommitted || record.Has((long)gfn), $"Page {gfn} is lost.");
                Assert.True(isCommitted || !isEnd, $"Page {gfn} was not committed in the end.");
                uncommitted += isCommitted ? 0 : 1;
            }

            return uncommitted;
        }
    }

    private void Start(PeerSocket[] inherited, params string[] arguments)
    {
        foreach (PeerSocket socket in inherited)
            socket.IsInheritable = true;
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Tracking.Peer.dll"), .. arguments]);
        _process?.Dispose();
        _process = Process.Start(start)!;
        foreach (PeerSocket socket in inherited)
            socket.Dispose();
    }
}
