using System;
using System.IO;
using LiveCheckpoint.Checkpoints;
using LiveCheckpoint.Log;
using RingCore;
using RingCore.Tracking;

namespace LiveCheckpoint.Isolated;

/// <summary>
/// The process that owns the log: copies each round's pages out of an image that it can only read, makes them durable, and commits the round. It keeps
/// nothing that its successor would miss: the log has what is durable, and the writer has the rest.
/// </summary>
internal sealed class IsolatedCheckpointer : IDisposable
{
    private static readonly TimeSpan s_connectTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_slice = TimeSpan.FromSeconds(1);

    private readonly SharedRounds _rounds;
    private readonly EpochLog _log;
    private readonly EpochPages _pages;

    private IsolatedCheckpointer(SharedRounds rounds, EpochLog log)
    {
        (_rounds, _log) = (rounds, log);
        _pages = new EpochPages(log.Replica.CapacityPages / 4);
    }

    /// <summary>Opens the log and takes what the writer attaches.</summary>
    /// <param name="socketPath">Where the writer listens.</param>
    /// <param name="logPath">The log; one without a complete epoch is begun anew.</param>
    /// <param name="header">What such a log begins with.</param>
    /// <exception cref="IOException">The log cannot be written, or the writer's attachment is refused.</exception>
    internal static IsolatedCheckpointer Open(string socketPath, string logPath, LogHeader header)
    {
        // First the log: a writer that has attached waits for its rounds to be copied.
        EpochLog log = OpenLog(logPath, header);
        PeerStatus connected = PeerSocket.Connect(socketPath, s_connectTime, out PeerSocket? socket);
        SharedOpenStatus opened = SharedOpenStatus.PeerGone;
        SharedRounds? rounds = null;
        if (connected == PeerStatus.Done)
            opened = SharedRounds.Open(socket!, s_connectTime, out rounds);
        if (rounds is not null && rounds.Pages == (ulong)log.Replica.CapacityPages)
            return new IsolatedCheckpointer(rounds, log);
        rounds?.Dispose();
        log.Dispose();
        throw new IOException($"The writer at {socketPath} cannot be served: {connected}, {opened}.");
    }

    /// <summary>Serves until the writer is gone.</summary>
    /// <exception cref="IOException">The log cannot be written.</exception>
    internal void Run()
    {
        while (true)
        {
            RoundWaitStatus status = _rounds.WaitForRound(s_slice, out SharedRound? round);
            if (status == RoundWaitStatus.PeerGone)
                return;
            if (status != RoundWaitStatus.Ready)
                continue;
            using (round)
                MakeDurable(round!);
        }
    }

    public void Dispose()
    {
        _rounds.Dispose();
        _log.Dispose();
    }

    private static EpochLog OpenLog(string path, LogHeader header)
    {
        try
        {
            LogContent found = LogReader.Read(path);
            return new EpochLog(LogWriter.Continue(path, found), found.Image);
        }
        catch (UnusableLogException)
        {
            // A predecessor died before its first epoch was whole.
            return new EpochLog(LogWriter.Create(path, header, overwrite: true), new Replica(header.CapacityPages));
        }
    }

    private void MakeDurable(SharedRound round)
    {
        _pages.Clear();
        foreach (ulong gfn in round)
            _pages.Add((int)gfn, round.Read(gfn));
        RoundNote? note = RoundNote.Read(round.Note);
        if (!round.EndCopy() || note is not { } of)
            return;
        CommitRecord commit = _log.Stage(_pages, _log.Replica.Epoch + 1, of.Transaction, of.ImagePages);
        _log.Append(_pages, commit);
        _ = round.Commit();
        _ = _log.CompactIfMostlyOld();
    }
}
