using System.Collections.Generic;

namespace RingCore.ModelChecker.Tests.Rings;

/// <summary>A ring with its three parties, bounded.</summary>
/// <param name="Design">Which ring.</param>
/// <param name="Entries">Its entries; none are reserved.</param>
/// <param name="Pushes">Pages pushed by each producer.</param>
/// <param name="Batch">Pages in one push and in one harvest.</param>
/// <param name="Stride">Distance of the pages: 1 for pages that a reset coalesces, 100 for others.</param>
/// <param name="Resets">Pages reset before the resetter stops; -1 for all.</param>
/// <param name="Data">Whether each page has a word that its producer writes before the push and collector and resetter read.</param>
/// <param name="Collecting">How the collector works.</param>
/// <param name="ProducerSleeps">Whether the producer sleeps until there is space before each push.</param>
/// <param name="Rearms">Whether the reset writes a word for each page, and the producer reads it once it knows of the reset.</param>
/// <param name="Producers">Number of producers: 1, or 2 of a VM ring.</param>
/// <param name="Harvester">A harvester that the collector calls itself, since a ring's handle uses none for less than a block; null for the handle.</param>
/// <param name="Failures">Pushes, harvests and resets that each party lets fail before it assumes that the next succeeds.</param>
public sealed record RingCase(
    RingDesign Design,
    int Entries,
    int Pushes,
    int Batch = 1,
    ulong Stride = 100,
    int Resets = -1,
    bool Data = false,
    Collecting Collecting = Collecting.Copies,
    bool ProducerSleeps = false,
    bool Rearms = false,
    int Producers = 1,
    HarvesterKind? Harvester = null,
    int Failures = 0)
{
    /// <summary>Where the free-running counters start: they wrap at 2^32 after the first push.</summary>
    public ulong FirstPosition => 0x1_0000_0000 - (ulong)Batch;

    /// <summary>The cases that are explored to the end, small ones first.</summary>
    public static IReadOnlyList<RingCase> All { get; } =
    [
        new(RingDesign.Flagged, Entries: 1, Pushes: 2),
        new(RingDesign.FlaggedPages, Entries: 1, Pushes: 2, Data: true),
        new(RingDesign.Indexed, Entries: 1, Pushes: 2),
        new(RingDesign.Indexed, Entries: 2, Pushes: 2, Batch: 2, Stride: 1),
        new(RingDesign.Flagged, Entries: 2, Pushes: 2, Batch: 2, Stride: 1),
        new(RingDesign.FlaggedPages, Entries: 2, Pushes: 2, Batch: 2, Stride: 1, Data: true),
        new(RingDesign.Flagged, Entries: 1, Pushes: 2, Collecting: Collecting.InPlace),
        new(RingDesign.FlaggedPages, Entries: 1, Pushes: 2, Collecting: Collecting.InPlace),
        new(RingDesign.Indexed, Entries: 1, Pushes: 2, Collecting: Collecting.InPlace),
        new(RingDesign.Flagged, Entries: 2, Pushes: 2, Batch: 2, Stride: 1, Harvester: HarvesterKind.Vector128),
        new(RingDesign.FlaggedPages, Entries: 2, Pushes: 2, Batch: 2, Stride: 1, Data: true, Harvester: HarvesterKind.Vector128),
        new(RingDesign.Flagged, Entries: 1, Pushes: 1, Collecting: Collecting.Sleeping),
        new(RingDesign.FlaggedPages, Entries: 1, Pushes: 1, Collecting: Collecting.Sleeping),
        new(RingDesign.Indexed, Entries: 1, Pushes: 1, Collecting: Collecting.Sleeping),
        new(RingDesign.Flagged, Entries: 1, Pushes: 2, ProducerSleeps: true),
        new(RingDesign.Indexed, Entries: 1, Pushes: 2, ProducerSleeps: true),
        new(RingDesign.Flagged, Entries: 1, Pushes: 2, Rearms: true),
        new(RingDesign.Indexed, Entries: 1, Pushes: 2, Rearms: true),
        new(RingDesign.Vm, Entries: 1, Pushes: 2, ProducerSleeps: true, Rearms: true),
        new(RingDesign.Flagged, Entries: 2, Pushes: 3),
        new(RingDesign.FlaggedPages, Entries: 2, Pushes: 3),
        new(RingDesign.Indexed, Entries: 2, Pushes: 3),
        new(RingDesign.Flagged, Entries: 1, Pushes: 2, Failures: 1),
        new(RingDesign.Indexed, Entries: 1, Pushes: 2, Failures: 1),
        new(RingDesign.Vm, Entries: 2, Pushes: 1, Producers: 2),
        new(RingDesign.Vm, Entries: 1, Pushes: 1, Producers: 2),
        new(RingDesign.Vm, Entries: 2, Pushes: 1, Producers: 2, Collecting: Collecting.Sleeping),
        new(RingDesign.Vm, Entries: 1, Pushes: 1, Producers: 2, ProducerSleeps: true),
        new(RingDesign.Flagged, Entries: 2, Pushes: 2, Data: true),
        new(RingDesign.Indexed, Entries: 2, Pushes: 2, Data: true),
        new(RingDesign.Indexed, Entries: 2, Pushes: 4, Batch: 2, Stride: 1),
        new(RingDesign.FlaggedPages, Entries: 2, Pushes: 4, Batch: 2, Stride: 1),
        new(RingDesign.Flagged, Entries: 2, Pushes: 4, Batch: 2, Stride: 1),
        new(RingDesign.Flagged, Entries: 2, Pushes: 4, Batch: 2, Stride: 1, Harvester: HarvesterKind.Vector128),
        new(RingDesign.FlaggedPages, Entries: 2, Pushes: 4, Batch: 2, Stride: 1, Harvester: HarvesterKind.Vector128),
        new(RingDesign.Flagged, Entries: 4, Pushes: 5, Batch: 4, Resets: 1, Harvester: HarvesterKind.Avx2),
        new(RingDesign.FlaggedPages, Entries: 4, Pushes: 5, Batch: 4, Resets: 1, Harvester: HarvesterKind.Avx2),
        new(RingDesign.Flagged, Entries: 8, Pushes: 8, Batch: 8, Resets: 0, Harvester: HarvesterKind.Avx512),
        new(RingDesign.FlaggedPages, Entries: 8, Pushes: 8, Batch: 8, Resets: 0, Harvester: HarvesterKind.Avx512),
        new(RingDesign.Flagged, Entries: 4, Pushes: 5, Resets: 1),
        new(RingDesign.FlaggedPages, Entries: 4, Pushes: 5, Resets: 1),
        new(RingDesign.Indexed, Entries: 4, Pushes: 5, Resets: 1),
    ];

    /// <summary>Cases for a longer run, each of up to millions of beginnings.</summary>
    public static IReadOnlyList<RingCase> Long { get; } =
    [
        new(RingDesign.Flagged, Entries: 4, Pushes: 5),
        new(RingDesign.FlaggedPages, Entries: 4, Pushes: 5),
        new(RingDesign.Indexed, Entries: 4, Pushes: 5),
        new(RingDesign.Flagged, Entries: 2, Pushes: 5),
        new(RingDesign.Indexed, Entries: 2, Pushes: 5),
        new(RingDesign.Flagged, Entries: 2, Pushes: 3, Failures: 1),
        new(RingDesign.Indexed, Entries: 2, Pushes: 3, Failures: 1),
        new(RingDesign.Flagged, Entries: 4, Pushes: 5, Batch: 4, Stride: 1, Harvester: HarvesterKind.Vector128),
        new(RingDesign.Flagged, Entries: 2, Pushes: 2, Collecting: Collecting.Sleeping, ProducerSleeps: true),
        new(RingDesign.Indexed, Entries: 2, Pushes: 2, Collecting: Collecting.Sleeping, ProducerSleeps: true),
        new(RingDesign.Vm, Entries: 2, Pushes: 2, Producers: 2),
        new(RingDesign.Vm, Entries: 4, Pushes: 2, Producers: 2),
    ];

    /// <summary>Cases too large to explore, for the search at random.</summary>
    public static IReadOnlyList<RingCase> Random { get; } =
    [
        new(RingDesign.Flagged, Entries: 4, Pushes: 8, Batch: 2, Stride: 1, Data: true),
        new(RingDesign.FlaggedPages, Entries: 4, Pushes: 8, Batch: 3, Stride: 1, Data: true),
        new(RingDesign.Indexed, Entries: 4, Pushes: 8, Batch: 3, Stride: 1, Data: true),
        new(RingDesign.Flagged, Entries: 4, Pushes: 8, Batch: 4, Stride: 1, Harvester: HarvesterKind.Vector128),
        new(RingDesign.Flagged, Entries: 1, Pushes: 3, Collecting: Collecting.Sleeping, ProducerSleeps: true, Rearms: true),
        new(RingDesign.Indexed, Entries: 1, Pushes: 3, Collecting: Collecting.Sleeping, ProducerSleeps: true, Rearms: true),
        new(RingDesign.Vm, Entries: 2, Pushes: 4, Producers: 2),
    ];

    /// <summary>Pages that are reset.</summary>
    public int ResetsOf(int pages) => Resets < 0 ? pages : Resets;

    /// <inheritdoc/>
    public override string ToString()
    {
        string text = $"{Design} ring, {Entries} entries, {Pushes} pages by {Batch}, stride {Stride}";
        text += Resets < 0 ? "" : $", {Resets} reset";
        text += Data ? ", with page data" : "";
        text += Collecting == Collecting.Copies ? "" : $", collector {(Collecting == Collecting.InPlace ? "in place" : "sleeps")}";
        text += ProducerSleeps ? ", producer sleeps" : "";
        text += Rearms ? ", resets re-arm" : "";
        text += Harvester is { } harvester ? $", {harvester}" : "";
        text += Producers == 1 ? "" : $", {Producers} producers";
        return text + (Failures == 0 ? "" : $", {Failures} failures");
    }
}
