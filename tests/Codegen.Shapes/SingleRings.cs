using System;
using System.Runtime.Intrinsics.X86;

namespace RingCore.Tests;

/// <summary>The rings that <see cref="SingleShapes"/> push into and take from.</summary>
internal sealed class SingleRings(SlotTable slots) : IDisposable
{
    private const int Entries = 4096;

    private readonly FlaggedDirtyRing _flagged = new(Entries);
    private readonly FlaggedPageRing _pages = new(Entries, slots);
    private readonly LapDirtyRing _laps = new(Entries);
    private readonly LapPageRing _lapPages = new(Entries, slots);
    private readonly IndexedDirtyRing _indexed = new(Entries);
    private readonly PackedDirtyRing _packed = new(Entries - 1);
    private readonly SpscRing<(ulong, ulong)> _typed = new(Entries);
    private readonly ManagedSpscRing<string> _managed = new(Entries);
    private readonly X64LapDirtyRing? _x64Laps = Avx.X64.IsSupported ? new(Entries) : null;
    private readonly X64LapPageRing? _x64LapPages = Avx.X64.IsSupported ? new(Entries, slots) : null;
    private RingShapes.CountingSink _sink;

    /// <summary>Each shape once, and the resets that make room again.</summary>
    public void Run()
    {
        _ = SingleShapes.PushFlagged(_flagged.Producer);
        _ = SingleShapes.PushPageAddress(_pages.Producer);
        _ = SingleShapes.PushLap(_laps.Producer);
        _ = SingleShapes.PushLapAddress(_lapPages.Producer);
        _ = SingleShapes.PushIndexed(_indexed.Producer);
        _ = SingleShapes.PushPacked(_packed.Producer);
        _ = SingleShapes.TakePacked(_packed.Collector);
        _ = SingleShapes.TakeFlagged(_flagged.Collector);
        _ = SingleShapes.TakePageAddress(_pages.Collector);
        _ = SingleShapes.TakeLap(_laps.Collector);
        _ = SingleShapes.TakeLapAddress(_lapPages.Collector);
        _ = SingleShapes.TakeIndexed(_indexed.Collector);
        _ = SingleShapes.PushTyped(_typed.Producer);
        _ = SingleShapes.TakeTyped(_typed.Consumer);
        _ = SingleShapes.PushManaged(_managed.Producer, nameof(SingleRings));
        _ = SingleShapes.TakeManaged(_managed.Consumer);
        if (_x64Laps is not null && _x64LapPages is not null)
        {
            _ = SingleShapes.PushX64Lap(_x64Laps.Producer);
            _ = SingleShapes.PushX64LapAddress(_x64LapPages.Producer);
            _ = SingleShapes.TakeX64Lap(_x64Laps.Collector);
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

    private IDirtyRing?[] Rings => [_flagged, _pages, _laps, _lapPages, _indexed, _packed, _x64Laps, _x64LapPages];
}
