using System;
using System.Collections.Generic;
using System.Diagnostics;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Platform;
using RingCore.Tracking;

namespace RingCore.Benchmarks.Checkpoints;

/// <summary>
/// What checkpoints every 100 ms leave of a database's throughput. All sides run the very same transactions, in slices that take turns; a slice
/// is timed until all that it did is durable.
/// </summary>
/// <param name="name">What the output calls it.</param>
/// <param name="others">Makes the sides that ours is compared with.</param>
internal sealed class ThroughputScenario(string name, Func<WorkloadPlace, ILoadedDatabase[]> others) : IScenario
{
    /// <summary>The name of <see cref="WithoutCheckpoints"/>.</summary>
    internal const string WithoutCheckpointsName = "live-throughput";

    private const int ImagePages = 64 << 8;
    private const int FirstSlice = 500;
    private const int EnoughRounds = 5;
    private const int MostPatience = 3;
    private static readonly TimeSpan s_every = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public Requirement Requirement { get; } = new(name, Cores: 2);

    /// <inheritdoc/>
    public string Description =>
        "SQLite transactions, barrier source, a checkpoint every 100 ms: the other side's time for the same transactions divided by ours, an fsync every 100 ms on both sides.";

    /// <inheritdoc/>
    public IReadOnlyList<Absence> Absences { get; private set; } = [];

    /// <summary>Against the same database without checkpoints.</summary>
    internal static ThroughputScenario WithoutCheckpoints() =>
        new(WithoutCheckpointsName, static place => [new UncheckpointedSide(UncheckpointedSide.SameWritePath, SourceKind.Barrier, place)]);

    /// <summary>Against SQLite without us: all in memory and never durable, and its own way to be as durable.</summary>
    internal static ThroughputScenario AgainstSqlite() =>
        new("live-sqlite", static place => [new UncheckpointedSide("SQLite in memory", SourceKind.Compare, place), new SqliteFileSide(place)]);

    /// <inheritdoc/>
    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        using WorkloadPlace place = new(ImagePages);
        using CheckpointedSide ours = new(place);
        ILoadedDatabase[] theirs = others(place);
        try
        {
            SliceRounds rounds = Measure([ours, .. theirs], options.Duration);
            ours.CheckRestored(place);
            Absences = rounds.Count > 0 ? [] : [new Absence(name, $"not run: other programs kept the processors busy in all {rounds.Discarded} rounds")];
            return rounds.Compare(name);
        }
        finally
        {
            foreach (ILoadedDatabase side in theirs)
                side.Dispose();
        }
    }

    private static SliceRounds Measure(ILoadedDatabase[] sides, TimeSpan duration)
    {
        SliceRounds rounds = new(sides);
        foreach (ILoadedDatabase side in sides)
            _ = RunSlice(side, 1); // fills the database
        int transactions = FirstSlice;
        double[] seconds = new double[sides.Length];
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; IsUnfinished(rounds, Stopwatch.GetElapsedTime(start) - s_warmUp, duration); round++)
        {
            bool isWarm = Stopwatch.GetElapsedTime(start) >= s_warmUp;
            TimeSpan before = OtherPrograms.Time();
            for (int turn = 0; turn < sides.Length; turn++)
            {
                int side = (round + turn) % sides.Length;
                seconds[side] = RunSlice(sides[side], transactions);
            }

            if (isWarm)
                rounds.Add(transactions, seconds, OtherPrograms.Time() - before);
            transactions = Math.Max(FirstSlice, (int)(transactions * s_slice.TotalSeconds / seconds[0]));
        }

        return rounds;
    }

    /// <summary>On a machine that others use too it goes on for longer, until enough rounds were undisturbed.</summary>
    private static bool IsUnfinished(SliceRounds rounds, TimeSpan measured, TimeSpan duration) =>
        measured < duration || (rounds.Count < EnoughRounds && measured < MostPatience * duration);

    /// <summary>Runs the side's next transactions; returns the seconds until all are durable.</summary>
    private static double RunSlice(ILoadedDatabase side, int transactions)
    {
        long start = Stopwatch.GetTimestamp();
        long last = start;
        for (int i = 0; i < transactions; i++)
        {
            side.Workload.RunNext();
            if (Stopwatch.GetElapsedTime(last) < s_every)
                continue;
            last = Stopwatch.GetTimestamp();
            side.StartMakingDurable();
        }

        side.MakeDurable();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
