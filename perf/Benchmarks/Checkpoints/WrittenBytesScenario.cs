using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using RingCore.Benchmarks.Measuring;
using RingCore.Tracking;

namespace RingCore.Benchmarks.Checkpoints;

/// <summary>
/// What the log writes for each dirty page, everything included: the records' heads, commit records, and the compactions, from one of which to the next a
/// figure is taken. So the database is small; how much time there is between checkpoints does not matter here.
/// </summary>
internal sealed class WrittenBytesScenario : IScenario
{
    /// <summary>The scenario's name.</summary>
    internal const string Name = "live-bytes";

    /// <summary>What the bytes written are divided by.</summary>
    internal const string DirtyPages = "dirty pages × page size";

    private const int ImagePages = 4 << 8;
    private const int TransactionsPerCheckpoint = 200;
    private const double Mebibyte = 1 << 20;

    /// <inheritdoc/>
    public Requirement Requirement { get; } = new(Name, Cores: 1);

    /// <inheritdoc/>
    public string Description => "Bytes of all dirty pages of all checkpoints from one compaction of the log to the next, divided by the bytes written, the compaction's included.";

    /// <inheritdoc/>
    public IReadOnlyList<Comparison> Run(MeasuringOptions options)
    {
        using WorkloadPlace place = new(ImagePages);
        using CheckpointedSide ours = new(place);
        List<double> ratios = [];
        List<double> written = [];
        List<double> dirty = [];
        long start = Stopwatch.GetTimestamp();
        RunToCompaction(ours);
        while (Stopwatch.GetElapsedTime(start) < options.Duration || ratios.Count == 0)
        {
            long writtenBefore = ours.Database.WrittenBytes;
            int epochsBefore = ours.Database.Statistics.DirtyPages.Count;
            RunToCompaction(ours);
            written.Add((ours.Database.WrittenBytes - writtenBefore) / Mebibyte);
            dirty.Add(ours.Database.Statistics.DirtyPages.Skip(epochsBefore).Sum(static pages => (long)pages) * TrackedMemory.PageBytes / Mebibyte);
            ratios.Add(dirty[^1] / written[^1]);
        }

        ours.CheckRestored(place);
        return
        [
            new Comparison(
                Requirement.Name, ours.Name, DirtyPages, Regime.Single, Spread.Of(ratios), Spread.Of(written).Median, Spread.Of(dirty).Median, "MiB", 0),
        ];
    }

    private static void RunToCompaction(CheckpointedSide side)
    {
        int before = side.Database.Checkpointer.Compactions;
        while (side.Database.Checkpointer.Compactions == before)
        {
            for (int i = 0; i < TransactionsPerCheckpoint; i++)
                side.Workload.RunNext();
            side.MakeDurable();
        }
    }
}
