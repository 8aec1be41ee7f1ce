using System;
using System.Runtime.Intrinsics.X86;

namespace RingCore.Tests;

/// <summary>The rings that <see cref="SingleShapes"/> push into and take from.</summary>
internal sealed class SingleRings(SlotTable slots) : IDisposable
{
    private const int Entries = 4096;

    private readonly FlaggedPageRing _pages = new(Entries, slots);
    private readonly LapPageRing _lapPages = new(Entries, slots);
    private readonly IndexedDirtyRing _indexed = new(Entries);
    private readonly SpscRing<(ulong, ulong)> _typed = new(Entries);
    private readonly ManagedSpscRing<string> _managed = new(Entries);
    private readonly X64LapPageRing? _x64LapPages = Avx.X64.IsSupported ? new(Entries, slots) : null;
    private RingShapes.CountingSink _sink;

    public FlaggedDirtyRing Flagged { get; } = new(Entries);
    public LapDirtyRing Laps { get; } = new(Entries);
    public PackedDirtyRing Packed { get; } = new(Entries - 1);
    public X64LapDirtyRing? X64Laps { get; } = Avx.X64.IsSupported ? new(Entries) : null;

    /// <summary>Each shape once, and the resets that make room again.</summary>
    public void Run()
    {
        _ = SingleShapes.PushFlagged(Flagged.Producer);
        _ = SingleShapes.PushPageAddress(_pages.Producer);
        _ = SingleShapes.PushLap(Laps.Producer);
        _ = SingleShapes.PushLapAddress(_lapPages.Producer);
        _ = SingleShapes.PushIndexed(_indexed.Producer);
        _ = SingleShapes.PushPacked(Packed.Producer);
        _ = SingleShapes.TakePacked(Packed.Collector);
        _ = SingleShapes.TakeFlagged(Flagged.Collector);
        _ = SingleShapes.TakePageAddress(_pages.Collector);
        _ = SingleShapes.TakeLap(Laps.Collector);
        _ = SingleShapes.TakeLapAddress(_lapPages.Collector);
        _ = SingleShapes.TakeIndexed(_indexed.Collector);
        _ = SingleShapes.PushTyped(_typed.Producer);
        _ = SingleShapes.TakeTyped(_typed.Consumer);
        _ = SingleShapes.PushManaged(_managed.Producer, nameof(SingleRings));
        _ = SingleShapes.TakeManaged(_managed.Consumer);
        if (X64Laps is not null && _x64LapPages is not null)
        {
            _ = SingleShapes.PushX64Lap(X64Laps.Producer);
            _ = SingleShapes.PushX64LapAddress(_x64LapPages.Producer);
            _ = SingleShapes.TakeX64Lap(X64Laps.Collector);
            _ = SingleShapes.TakeX64LapAddress(_x64LapPages.Collector);
        }

        foreach (IDirtyRing? ring in Rings)
        {
            _ = ring?.Collector.Commit();
            _ = ring?.Resetter.Reset(ref _sink);
        }
    }

    public void Dispose()
    {
        foreach (IDirtyRing? ring in Rings)
            ring?.Dispose();
        _typed.Dispose();
        _managed.Dispose();
    }

    private IDirtyRing?[] Rings => [Flagged, _pages, Laps, _lapPages, _indexed, Packed, X64Laps, _x64LapPages];
}
