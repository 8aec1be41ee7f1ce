using System;
using System.Diagnostics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>What a debugger shows of a ring: taken once, without an effect on the ring, and from its memory only while that cannot be freed.</summary>
internal sealed class RingView
{
    private const uint NextEntries = 8;

    private readonly RingGeometry _geometry;

    /// <summary>Looks.</summary>
    public RingView(IViewedRing ring)
    {
        (_geometry, Producer, Collector, Resetter) = (ring.Geometry, ring.ProducerSeen, ring.CollectorSeen, ring.ResetterSeen);
        IsFreed = Producer.Memory.IsFreed;
        ulong reset = Resetter.Position;
        uint harvested = (uint)(Collector.Position - reset);
        uint used = IsFreed ? 0 : (uint)(Producer.Position - reset);
        (EntriesInUse, EntriesHarvested) = (used, Math.Min(harvested, used));
        NextToReset = Look(ring, reset);
        NextToHarvest = Look(ring, reset + harvested);
        NextToPush = Look(ring, reset + used);
    }

    /// <summary>The ring's numbers.</summary>
    public RingGeometry Geometry => _geometry;

    /// <summary>Whether all handles are disposed, and the memory is gone.</summary>
    public bool IsFreed { get; }

    /// <summary>Published and not yet reset, by the handles' cursors.</summary>
    public uint EntriesInUse { get; }

    /// <summary>Of these, harvested.</summary>
    public uint EntriesHarvested { get; }

    /// <summary>The producer.</summary>
    public RingHandle Producer { get; }

    /// <summary>The collector.</summary>
    public RingHandle Collector { get; }

    /// <summary>The resetter.</summary>
    public RingHandle Resetter { get; }

    /// <summary>Entries from the resetter's cursor on; none where the memory is gone, or another thread is making or disposing a handle.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Collapsed)]
    public EntryRun[] NextToReset { get; }

    /// <summary>Likewise from the collector's.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Collapsed)]
    public EntryRun[] NextToHarvest { get; }

    /// <summary>Likewise from the producer's.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Collapsed)]
    public EntryRun[] NextToPush { get; }

    /// <inheritdoc/>
    public override string ToString() => IsFreed
        ? $"{_geometry.Entries} entries, disposed"
        : $"{EntriesInUse} of {_geometry.Entries} in use: {EntriesHarvested} harvested, {EntriesInUse - EntriesHarvested} published";

    private static EntryRun[] Look(IViewedRing ring, ulong position)
    {
        RingMemory memory = ring.ProducerSeen.Memory;
        if (!memory.TryHold())
            return [];
        try
        {
            uint count = Math.Min(NextEntries, (uint)ring.Geometry.Entries);
            EntryRunList runs = new();
            for (ulong at = position + count; at != position; at--)
                runs.Prepend(ring.PlaceOf(at - 1), 1, ring.LookAt(at - 1));
            return [.. runs.ToArray()];
        }
        finally
        {
            RingMemory.LetGo();
        }
    }
}
