using System;
using System.Globalization;
using System.IO;
using System.Threading;
using LiveCheckpoint.Log;
using LiveCheckpoint.Workloads;

namespace LiveCheckpoint.Crash;

/// <summary>Starts a child under load, kills it at a random moment, and demands what it had announced; again and again.</summary>
internal sealed class CrashRounds(CrashOptions options, string folder, Action<string> say)
{
    private const int LongestLifeMilliseconds = 800;
    private const int PowerLossesPerRound = 3;
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(60);

    private RandomSequence _random = new(options.Seed);

    /// <summary>Rounds that count.</summary>
    internal int Rounds { get; private set; }

    /// <summary>Rounds in which the child died before it had announced an epoch: they prove nothing, and are repeated.</summary>
    internal int VoidRounds { get; private set; }

    /// <summary>Transactions lost that were announced as durable.</summary>
    internal long Lost { get; private set; }

    /// <summary>Restores, after a kill or a simulated power loss, that were wrong in any other way.</summary>
    internal int Corrupt { get; private set; }

    /// <summary>Sectors that the simulated power losses dropped.</summary>
    internal long DroppedSectors { get; private set; }

    /// <summary>Runs them all, or until <paramref name="stop"/>.</summary>
    /// <exception cref="InvalidOperationException">The child dies by itself, or never announces an epoch.</exception>
    internal void Run(CancellationToken stop)
    {
        while (Rounds < options.Rounds && !stop.IsCancellationRequested)
        {
            if (RunOne(stop))
                Rounds++;
            else if (++VoidRounds > 10 + 2 * options.Rounds)
                throw new InvalidOperationException($"{VoidRounds} rounds ended before the child had announced an epoch.");
        }
    }

    private bool RunOne(CancellationToken stop)
    {
        string logPath = Path.Combine(folder, "crash.log");
        string databasePath = Path.Combine(folder, "crash.db");
        File.Delete(logPath);
        Announcement announced = KillOne(logPath, stop);
        if (announced.Durable.Epoch == 0)
            return false;
        CrashVerdict verdict = CrashVerdict.Reach(logPath, databasePath, announced);
        Judge(verdict, "kill");
        LosePower(logPath, databasePath, announced);
        say(string.Create(CultureInfo.InvariantCulture,
            $"round {Rounds + 1}: killed after transaction {announced.Committed}; announced epoch {announced.Durable.Epoch} with transaction {announced.Durable.Transaction}; restored epoch {verdict.Epoch}"));
        return true;
    }

    private Announcement KillOne(string logPath, CancellationToken stop)
    {
        int life = _random.Below(LongestLifeMilliseconds);
        string seed = (_random.Next() >> 1).ToString(CultureInfo.InvariantCulture);
        using LoadedChild child = LoadedChild.Start(
            ["--announce", "--seconds", "60", "--checkpoint-every", "20", "--log", logPath, "--seed", seed, .. options.ChildArguments]);
        // The moment is counted from the first committed transaction on, so that it does not depend on how fast a process starts.
        if (!child.WaitForFirstWord(s_startLimit, stop))
            throw new InvalidOperationException($"A child has committed nothing in {s_startLimit.TotalSeconds} s.");
        stop.WaitHandle.WaitOne(life);
        (Announcement announced, string errors) = child.Kill();
        return errors.Length == 0 ? announced : throw new InvalidOperationException($"The child failed by itself: {errors}");
    }

    private void LosePower(string logPath, string databasePath, Announcement announced)
    {
        LogContent log;
        try
        {
            log = LogReader.Read(logPath);
        }
        catch (UnusableLogException)
        {
            return; // Judged already.
        }
        long durableBytes = PowerLoss.DurableBytes(log, announced.Durable);
        string copyPath = Path.Combine(folder, "power-loss.log");
        for (int i = 0; i < PowerLossesPerRound; i++)
        {
            DroppedSectors += PowerLoss.Simulate(logPath, copyPath, durableBytes, ref _random);
            Judge(CrashVerdict.Reach(copyPath, databasePath, announced), "power loss");
        }
    }

    private void Judge(CrashVerdict verdict, string cause)
    {
        Lost += verdict.LostTransactions;
        Corrupt += verdict.Corruption is null ? 0 : 1;
        if (verdict.LostTransactions > 0)
            say($"round {Rounds + 1}, {cause}: {verdict.LostTransactions} durable transactions are lost");
        if (verdict.Corruption is not null)
            say($"round {Rounds + 1}, {cause}: {verdict.Corruption}");
    }
}
