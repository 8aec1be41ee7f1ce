using System;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using RingCore.Tracking;

namespace RingCore.Hostile.Crash;

/// <summary>The collector of a shared tracker, until it is killed: copies rounds, logs them, commits, and brings them into the replica.</summary>
internal sealed class CollectorRole
{
    // One round in so many is copied slowly, so that some copies are late.
    private const int SlowRounds = 16;
    private static readonly TimeSpan s_slow = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_connect = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_round = TimeSpan.FromMilliseconds(200);

    private readonly PeerSocket _supervisor;
    private readonly CrashBoard _board;
    private readonly ReplicaLog _log;

    private CollectorRole(PeerSocket supervisor, CrashBoard board, ReplicaLog log) => (_supervisor, _board, _log) = (supervisor, board, log);

    /// <summary>Works until the supervisor is gone.</summary>
    /// <param name="supervisor">The way to the supervisor.</param>
    /// <param name="path">Where the producer is.</param>
    internal static void Run(PeerSocket supervisor, string path)
    {
        if (!Orders.TryWait(supervisor, out SafeFileHandle[] files))
            return;
        using SharedRegion board = Orders.Open(files[0], CrashBoard.Bytes);
        using SharedRegion replica = Orders.Open(files[1], ReplicaLog.BytesFor(CrashPages.Count));
        new CollectorRole(supervisor, new CrashBoard(board), new ReplicaLog(replica, CrashPages.Count)).Work(path);
    }

    private void Work(string path)
    {
        if (!_log.IsApplied)
        {
            _board.Step(Party.Collector, CrashPhase.Applying);
            _log.Apply();
            _board.LogsRedone++;
        }

        while (!_supervisor.IsPeerGone)
        {
            _board.Step(Party.Collector, CrashPhase.Opening);
            if (PeerSocket.Connect(path, s_connect, out PeerSocket? socket) != PeerStatus.Done)
                continue;
            if (SharedRounds.Open(socket!, s_connect, out SharedRounds? rounds) != SharedOpenStatus.Opened)
                continue;

            using (rounds)
            {
                _board.NoteAttached(Party.Collector);
                while (!_supervisor.IsPeerGone && TakeRound(rounds!))
                {
                }
            }

            _board.NoteGone(Party.Collector);
        }
    }

    /// <summary>Takes a round, if one comes.</summary>
    /// <returns>False where the producer is gone.</returns>
    private bool TakeRound(SharedRounds rounds)
    {
        _board.Step(Party.Collector, CrashPhase.Harvesting);
        RoundWaitStatus status = rounds.WaitForRound(s_round, out SharedRound? round);
        if (status != RoundWaitStatus.Ready)
            return status != RoundWaitStatus.PeerGone;
        using (round)
            Take(round!);
        return true;
    }

    private void Take(SharedRound round)
    {
        _board.Step(Party.Collector, CrashPhase.Copying);
        _log.Begin();
        long slow = round.Number % SlowRounds == 0 ? round.Pages / 2 : -1;
        foreach (long page in round)
        {
            if (slow-- == 0)
                Thread.Sleep(s_slow);
            if (!_board.WasWritten(page) && !_board.EverythingMayCome)
                _board.PagesInvented++;
            _log.Add(page, round.Read((ulong)page));
        }

        _board.Step(Party.Collector, CrashPhase.EndingCopy);
        if (!round.EndCopy())
        {
            _board.LateCopies++;
            return;
        }

        // The copy is said to be the round's: then nothing in it was written after the round was closed.
        ulong last = BitConverter.ToUInt64(round.Note);
        foreach (ulong write in _log.WritesOfRound())
            _board.PagesTooNew += write > last ? 1 : 0;
        _board.Step(Party.Collector, CrashPhase.Logging);
        _log.Commit();
        _board.PagesLogged += round.Pages;
        _board.Step(Party.Collector, CrashPhase.Committing);
        round.Commit();
        _board.Step(Party.Collector, CrashPhase.Applying);
        _log.Apply();
    }
}
