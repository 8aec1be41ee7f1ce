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
/// <param name="BlockResets">A harvester that the resetter calls itself, likewise; null for the handle.</param>
/// <param name="OrdersWide">Whether the ring's fence points order wide accesses, by the x64 axioms.</param>
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
    int Failures = 0,
    HarvesterKind? BlockResets = null,
    bool OrdersWide = false)
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

        // Takes item by item: a commit behind each batch, or none until a line of four has been taken.
        new(RingDesign.Flagged, Entries: 1, Pushes: 2, Collecting: Collecting.Items),
        new(RingDesign.FlaggedPages, Entries: 2, Pushes: 3, Batch: 2, Collecting: Collecting.Items),
        new(RingDesign.Indexed, Entries: 2, Pushes: 3, Batch: 2, Collecting: Collecting.Items),
        new(RingDesign.Flagged, Entries: 4, Pushes: 5, Batch: 5, Resets: 1, Collecting: Collecting.Items),
        new(RingDesign.Indexed, Entries: 4, Pushes: 5, Batch: 5, Resets: 1, Collecting: Collecting.Items),
        new(RingDesign.Flagged, Entries: 2, Pushes: 3, Batch: 3, Collecting: Collecting.Items), // never round the ring before the hand-over
        new(RingDesign.Flagged, Entries: 2, Pushes: 3, Batch: 3, Collecting: Collecting.Bursts),
        new(RingDesign.FlaggedPages, Entries: 2, Pushes: 3, Batch: 2, Collecting: Collecting.Bursts),
        new(RingDesign.Flagged, Entries: 1, Pushes: 2, Rearms: true, Collecting: Collecting.Bursts),
        new(RingDesign.Flagged, Entries: 2, Pushes: 2, Data: true, Collecting: Collecting.Bursts),

        // Resets by blocks, pushes by whole lines.
        new(RingDesign.Flagged, Entries: 2, Pushes: 4, Batch: 2, Stride: 1, BlockResets: HarvesterKind.Vector128),
        new(RingDesign.FlaggedPages, Entries: 2, Pushes: 4, Batch: 2, Stride: 1, Data: true, BlockResets: HarvesterKind.Vector128),
        new(RingDesign.Indexed, Entries: 4, Pushes: 5, Batch: 4, Stride: 1),

        // Two indices and marks; a ring of less than a line has its mark in its last entry.
        new(RingDesign.IndexedMarks, Entries: 1, Pushes: 2),
        new(RingDesign.IndexedMarks, Entries: 1, Pushes: 2, Rearms: true),
        new(RingDesign.IndexedMarks, Entries: 1, Pushes: 2, Collecting: Collecting.InPlace),
        new(RingDesign.IndexedMarks, Entries: 1, Pushes: 2, Failures: 1),
        new(RingDesign.IndexedMarks, Entries: 2, Pushes: 3),
        new(RingDesign.IndexedMarks, Entries: 2, Pushes: 2, Data: true),
        new(RingDesign.IndexedMarks, Entries: 2, Pushes: 4, Batch: 2, Stride: 1),
        new(RingDesign.IndexedMarks, Entries: 2, Pushes: 3, Batch: 2, Collecting: Collecting.Items),
        new(RingDesign.IndexedMarks, Entries: 4, Pushes: 5, Resets: 1),
        new(RingDesign.IndexedMarks, Entries: 4, Pushes: 5, Batch: 4, Stride: 1),
        new(RingDesign.IndexedMarks, Entries: 4, Pushes: 5, Batch: 5, Resets: 1, Collecting: Collecting.Items),

        // Guarded. A faithful collector is never accused, whatever the resetter has seen when it looks for what is wrong; and from one that marks
        // without looking nothing is reset but what was pushed, in order.
        new(RingDesign.Shadowed, Entries: 1, Pushes: 2, Data: true, Rearms: true),
        new(RingDesign.KernelCompatible, Entries: 1, Pushes: 2),
        new(RingDesign.Shadowed, Entries: 2, Pushes: 2),
        new(RingDesign.Shadowed, Entries: 4, Pushes: 3, Resets: 1),
        new(RingDesign.KernelCompatible, Entries: 2, Pushes: 3, Resets: 2),
        new(RingDesign.KernelCompatible, Entries: 4, Pushes: 4, Batch: 4, Stride: 1, Resets: 1, Harvester: HarvesterKind.Vector128),
        new(RingDesign.Shadowed, Entries: 4, Pushes: 4, Batch: 4, Resets: 1, Collecting: Collecting.Items),
        new(RingDesign.Shadowed, Entries: 4, Pushes: 3, Batch: 3, Resets: 1, Collecting: Collecting.Bursts),
        new(RingDesign.Shadowed, Entries: 1, Pushes: 2, Collecting: Collecting.InPlace),
        new(RingDesign.Shadowed, Entries: 1, Pushes: 2, Data: true, Collecting: Collecting.Blind),
        new(RingDesign.Shadowed, Entries: 2, Pushes: 2, Collecting: Collecting.Blind),

        // The lap in the states.
        new(RingDesign.Lap, Entries: 1, Pushes: 2),
        new(RingDesign.LapPages, Entries: 1, Pushes: 2, Data: true),
        new(RingDesign.Lap, Entries: 1, Pushes: 2, Collecting: Collecting.InPlace),
        new(RingDesign.LapPages, Entries: 1, Pushes: 2, Collecting: Collecting.InPlace),
        new(RingDesign.Lap, Entries: 1, Pushes: 1, Collecting: Collecting.Sleeping),
        new(RingDesign.Lap, Entries: 1, Pushes: 2, ProducerSleeps: true),
        new(RingDesign.Lap, Entries: 1, Pushes: 2, Rearms: true),
        new(RingDesign.LapPages, Entries: 1, Pushes: 2, Rearms: true),
        new(RingDesign.Lap, Entries: 1, Pushes: 2, Failures: 1),
        new(RingDesign.Lap, Entries: 2, Pushes: 3),
        new(RingDesign.LapPages, Entries: 2, Pushes: 3),
        new(RingDesign.Lap, Entries: 2, Pushes: 3, Batch: 2, Collecting: Collecting.Items),
        new(RingDesign.LapPages, Entries: 2, Pushes: 3, Batch: 2, Collecting: Collecting.Items),
        new(RingDesign.Lap, Entries: 4, Pushes: 5, Batch: 5, Resets: 1, Collecting: Collecting.Items),
        new(RingDesign.Lap, Entries: 2, Pushes: 3, Batch: 3, Collecting: Collecting.Bursts),
        new(RingDesign.LapPages, Entries: 1, Pushes: 3, Collecting: Collecting.Bursts),
        new(RingDesign.Lap, Entries: 2, Pushes: 4, Batch: 2, Stride: 1, Harvester: HarvesterKind.Vector128, BlockResets: HarvesterKind.Vector128),
        new(RingDesign.LapPages, Entries: 2, Pushes: 4, Batch: 2, Stride: 1, Data: true, Harvester: HarvesterKind.Vector128, BlockResets: HarvesterKind.Vector128),
        new(RingDesign.Lap, Entries: 4, Pushes: 4, Batch: 4, Stride: 1, Harvester: HarvesterKind.Avx2, BlockResets: HarvesterKind.Avx2),
        new(RingDesign.LapPages, Entries: 4, Pushes: 5, Batch: 4, Resets: 1, Harvester: HarvesterKind.Avx2),
        new(RingDesign.Lap, Entries: 8, Pushes: 8, Batch: 8, Resets: 0, Harvester: HarvesterKind.Avx512),
        new(RingDesign.LapPages, Entries: 8, Pushes: 8, Batch: 8, Resets: 0, Harvester: HarvesterKind.Avx512),

        // Packed: the wrap counter turns within the run, once or twice, and sizes are odd too.
        new(RingDesign.Packed, Entries: 1, Pushes: 2),
        new(RingDesign.Packed, Entries: 1, Pushes: 3),
        new(RingDesign.Packed, Entries: 1, Pushes: 2, Data: true),
        new(RingDesign.Packed, Entries: 1, Pushes: 2, Collecting: Collecting.InPlace),
        new(RingDesign.Packed, Entries: 1, Pushes: 1, Collecting: Collecting.Sleeping),
        new(RingDesign.Packed, Entries: 1, Pushes: 2, ProducerSleeps: true),
        new(RingDesign.Packed, Entries: 1, Pushes: 2, Rearms: true),
        new(RingDesign.Packed, Entries: 1, Pushes: 2, Failures: 1),
        new(RingDesign.Packed, Entries: 2, Pushes: 3),
        new(RingDesign.Packed, Entries: 3, Pushes: 4, Resets: 1),
        new(RingDesign.Packed, Entries: 2, Pushes: 2, Data: true),
        new(RingDesign.Packed, Entries: 2, Pushes: 3, Batch: 2, Collecting: Collecting.Items),
        new(RingDesign.Packed, Entries: 3, Pushes: 4, Batch: 4, Resets: 1, Collecting: Collecting.Items),
        new(RingDesign.Packed, Entries: 2, Pushes: 3, Batch: 3, Collecting: Collecting.Bursts),
        new(RingDesign.Packed, Entries: 1, Pushes: 3, Rearms: true, Collecting: Collecting.Bursts),
        new(RingDesign.Packed, Entries: 3, Pushes: 4, Batch: 2, Data: true, Resets: 2, Collecting: Collecting.Bursts),
        new(RingDesign.Packed, Entries: 5, Pushes: 6, Batch: 6, Resets: 1, Collecting: Collecting.Bursts),
        new(RingDesign.Packed, Entries: 2, Pushes: 4, Batch: 2, Stride: 1, Harvester: HarvesterKind.Vector128, BlockResets: HarvesterKind.Vector128),
        new(RingDesign.Packed, Entries: 3, Pushes: 4, Batch: 3, Stride: 1, Resets: 1, Harvester: HarvesterKind.Vector128),
        new(RingDesign.Packed, Entries: 5, Pushes: 6, Batch: 5, Resets: 1, Harvester: HarvesterKind.Vector128),
        new(RingDesign.Packed, Entries: 8, Pushes: 8, Batch: 8, Resets: 0, Harvester: HarvesterKind.Avx512),

        // By the x64 axioms.
        new(RingDesign.Lap, Entries: 1, Pushes: 2, OrdersWide: true),
        new(RingDesign.LapPages, Entries: 1, Pushes: 2, Data: true, OrdersWide: true),
        new(RingDesign.Flagged, Entries: 1, Pushes: 2, OrdersWide: true),
        new(RingDesign.Lap, Entries: 1, Pushes: 2, Data: true, Rearms: true, OrdersWide: true),
        new(RingDesign.Lap, Entries: 1, Pushes: 2, Collecting: Collecting.InPlace, OrdersWide: true),
        new(RingDesign.Lap, Entries: 1, Pushes: 1, Collecting: Collecting.Sleeping, OrdersWide: true),
        new(RingDesign.Lap, Entries: 1, Pushes: 2, ProducerSleeps: true, OrdersWide: true),
        new(RingDesign.Lap, Entries: 1, Pushes: 2, Failures: 1, OrdersWide: true),
        new(RingDesign.Lap, Entries: 2, Pushes: 2, Batch: 2, Stride: 1, Data: true, Harvester: HarvesterKind.Vector128, OrdersWide: true),
        new(RingDesign.LapPages, Entries: 2, Pushes: 2, Batch: 2, Stride: 1, Data: true, Harvester: HarvesterKind.Vector128, OrdersWide: true),
        new(RingDesign.Flagged, Entries: 2, Pushes: 2, Batch: 2, Stride: 1, Data: true, Harvester: HarvesterKind.Vector128, OrdersWide: true),
        new(RingDesign.Lap, Entries: 2, Pushes: 3, OrdersWide: true),
        new(RingDesign.LapPages, Entries: 2, Pushes: 3, OrdersWide: true),
        new(RingDesign.Lap, Entries: 2, Pushes: 3, Batch: 2, Collecting: Collecting.Items, OrdersWide: true),
        new(RingDesign.Lap, Entries: 2, Pushes: 3, Batch: 3, Collecting: Collecting.Bursts, OrdersWide: true),
        new(RingDesign.Lap, Entries: 4, Pushes: 5, Batch: 5, Resets: 1, Collecting: Collecting.Items, OrdersWide: true),
        new(RingDesign.Lap, Entries: 4, Pushes: 5, Batch: 4, Resets: 1, Harvester: HarvesterKind.Avx2, OrdersWide: true),
        new(RingDesign.LapPages, Entries: 4, Pushes: 5, Batch: 4, Resets: 1, Harvester: HarvesterKind.Avx2, OrdersWide: true),
        new(RingDesign.Lap, Entries: 8, Pushes: 8, Batch: 8, Resets: 0, Harvester: HarvesterKind.Avx512, OrdersWide: true),
        new(RingDesign.LapPages, Entries: 8, Pushes: 8, Batch: 8, Resets: 0, Harvester: HarvesterKind.Avx512, OrdersWide: true),
        new(RingDesign.Flagged, Entries: 2, Pushes: 4, Batch: 2, Stride: 1, BlockResets: HarvesterKind.Vector128, OrdersWide: true),
        new(RingDesign.LapPages, Entries: 2, Pushes: 4, Batch: 2, Stride: 1, Harvester: HarvesterKind.Vector128, BlockResets: HarvesterKind.Vector128, OrdersWide: true),
        new(RingDesign.Lap, Entries: 2, Pushes: 4, Batch: 2, Stride: 1, Harvester: HarvesterKind.Vector128, BlockResets: HarvesterKind.Vector128, OrdersWide: true),
        new(RingDesign.Lap, Entries: 4, Pushes: 4, Batch: 4, Stride: 1, Harvester: HarvesterKind.Avx2, BlockResets: HarvesterKind.Avx2, OrdersWide: true),
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
        new(RingDesign.Shadowed, Entries: 2, Pushes: 3),
        new(RingDesign.KernelCompatible, Entries: 2, Pushes: 3),
        new(RingDesign.Shadowed, Entries: 1, Pushes: 2, Failures: 1),
        new(RingDesign.Shadowed, Entries: 2, Pushes: 2, Batch: 2, Stride: 1, Failures: 1),
        new(RingDesign.Shadowed, Entries: 2, Pushes: 4, Batch: 2, Stride: 1),
        new(RingDesign.Shadowed, Entries: 2, Pushes: 3, Batch: 2, Collecting: Collecting.Items),
        new(RingDesign.Shadowed, Entries: 2, Pushes: 3, Collecting: Collecting.Blind),
        new(RingDesign.Packed, Entries: 3, Pushes: 4),
        new(RingDesign.Packed, Entries: 2, Pushes: 5),
        new(RingDesign.Lap, Entries: 4, Pushes: 5),
        new(RingDesign.LapPages, Entries: 4, Pushes: 5),
        new(RingDesign.Lap, Entries: 2, Pushes: 3, Failures: 1),
        new(RingDesign.Lap, Entries: 4, Pushes: 8, Batch: 4, Stride: 1, Harvester: HarvesterKind.Avx2, BlockResets: HarvesterKind.Avx2),
        new(RingDesign.Lap, Entries: 4, Pushes: 5, OrdersWide: true),
        new(RingDesign.Lap, Entries: 2, Pushes: 3, Failures: 1, OrdersWide: true),
        new(RingDesign.LapPages, Entries: 4, Pushes: 4, Batch: 4, Stride: 1, Harvester: HarvesterKind.Avx2, BlockResets: HarvesterKind.Avx2, OrdersWide: true),
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
        new(RingDesign.Packed, Entries: 7, Pushes: 12, Batch: 7, Stride: 1),
        new(RingDesign.Packed, Entries: 3, Pushes: 10, Batch: 2, Stride: 1, Data: true),
        new(RingDesign.Packed, Entries: 5, Pushes: 9, Batch: 9, Collecting: Collecting.Items),
        new(RingDesign.Lap, Entries: 8, Pushes: 12, Batch: 8, Stride: 1),
        new(RingDesign.LapPages, Entries: 8, Pushes: 12, Batch: 8, Stride: 1),
        new(RingDesign.Lap, Entries: 4, Pushes: 8, Batch: 8, Collecting: Collecting.Items),
        new(RingDesign.Lap, Entries: 8, Pushes: 12, Batch: 8, Stride: 1, OrdersWide: true),
        new(RingDesign.LapPages, Entries: 8, Pushes: 12, Batch: 8, Stride: 1, OrdersWide: true),
    ];

    /// <summary>Pages that are reset.</summary>
    public int ResetsOf(int pages) => Resets < 0 ? pages : Resets;

    /// <summary>The memories under which it must be right.</summary>
    public IReadOnlyList<MemoryModel> Models => OrdersWide ? [MemoryModel.X64] : [MemoryModel.DotNet, MemoryModel.X64];

    /// <summary>The shipped ring with its parties.</summary>
    public ModelProgram Program() => (OrdersWide, Design is RingDesign.Lap or RingDesign.LapPages) switch
    {
        _ when Design == RingDesign.Packed => RingProgram<ModelFencePoints, PackedStates>.Make(this),
        (false, false) => RingProgram<ModelFencePoints, KvmStates>.Make(this),
        (false, true) => RingProgram<ModelFencePoints, LapStates>.Make(this),
        (true, false) => RingProgram<ModelX64FencePoints, KvmStates>.Make(this),
        (true, true) => RingProgram<ModelX64FencePoints, LapStates>.Make(this),
    };

    /// <summary>Whether the collector is not trusted.</summary>
    internal bool IsGuarded => Design is RingDesign.Shadowed or RingDesign.KernelCompatible;

    /// <summary>Whether producer and resetter try once for each page: beside a collector that marks blindly neither can be sure to succeed.</summary>
    internal bool TriesOnce => Collecting == Collecting.Blind;

    /// <summary>How its parties tell each other.</summary>
    internal RingLayout Layout => Design switch
    {
        RingDesign.Flagged or RingDesign.Lap or RingDesign.Shadowed or RingDesign.KernelCompatible => RingLayout.Gfns,
        RingDesign.FlaggedPages or RingDesign.LapPages => RingLayout.Addresses,
        RingDesign.Indexed or RingDesign.IndexedMarks => RingLayout.Indices,
        RingDesign.Packed => RingLayout.Descriptors,
        _ => RingLayout.Claims,
    };

    /// <inheritdoc/>
    public override string ToString()
    {
        string text = $"{Design} ring{(OrdersWide ? " by the x64 axioms" : "")}, {Entries} entries, {Pushes} pages by {Batch}, stride {Stride}";
        text += Resets < 0 ? "" : $", {Resets} reset";
        text += Data ? ", with page data" : "";
        text += Collecting == Collecting.Copies ? "" : $", collector {Text(Collecting)}";
        text += ProducerSleeps ? ", producer sleeps" : "";
        text += Rearms ? ", resets re-arm" : "";
        text += Harvester is { } harvester ? $", {harvester}" : "";
        text += BlockResets is { } resets ? $", resets by {resets}" : "";
        text += Producers == 1 ? "" : $", {Producers} producers";
        return text + (Failures == 0 ? "" : $", {Failures} failures");
    }

    private static string Text(Collecting collecting) => collecting switch
    {
        Collecting.InPlace => "in place",
        Collecting.Items => "item by item",
        Collecting.Bursts => "in bursts",
        Collecting.Blind => "marks blindly",
        _ => "sleeps",
    };
}
