using System;
using RingCore.Hostile.Moves;
using RingCore.Hostile.Oracle;
using RingCore.Layouts;
using Flagged = RingCore.FlaggedRing<RingCore.Hostile.Stepped.SteppedFencePoints, RingCore.GfnEntry<RingCore.KvmStates>, RingCore.Layouts.DirtyPage>;

namespace RingCore.Hostile.Stepped;

/// <summary>A ring of a mode over memory of three regions: its producer's side, its collector, and what a hostile collector sees of it.</summary>
internal static unsafe class SteppedDesign
{
    /// <summary>The producer's side.</summary>
    internal static AttackedRing Attack(RingMode mode, SteppedMemory memory, RingGeometry geometry, ulong firstPosition)
    {
        RingMemory ring = Memory(mode, memory, geometry, firstPosition);
        switch (mode)
        {
            case RingMode.Indexed:
                return new AttackedHandles<SteppedFencePoints, IndexedRing<SteppedFencePoints>.ProducerHandle, IndexedRing<SteppedFencePoints>.ResetterHandle>(
                    new(ring), new(ring, HostilePages.Slots), geometry.Entries);
            case RingMode.Plain:
                return new AttackedHandles<SteppedFencePoints, Flagged.ProducerHandle, Flagged.ResetterHandle>(
                    new(ring, HostilePages.Slots), new(ring, HostilePages.Slots), geometry.Entries);
            default:
                GuardedJournal journal = Journal(mode, memory);
                return new AttackedHandles<SteppedFencePoints, GuardedRing<SteppedFencePoints>.ProducerHandle, GuardedRing<SteppedFencePoints>.ResetterHandle>(
                    new(ring, journal), new(ring, journal, HostilePages.Slots), geometry.Entries);
        }
    }

    /// <summary>An honest collector of the same ring.</summary>
    internal static RingCollector<SteppedFencePoints> Collect(RingMode mode, SteppedMemory memory, RingGeometry geometry, ulong firstPosition)
    {
        RingMemory ring = Memory(mode, memory, geometry, firstPosition);
        return mode == RingMode.Indexed
            ? new IndexedRing<SteppedFencePoints>.CollectorHandle(ring, CollectorAccess.ReadOnly)
            : new Flagged.CollectorHandle(ring, null, ordered: true);
    }

    /// <summary>What a collector may touch.</summary>
    internal static PeerView View(RingMode mode, SteppedMemory memory) => new()
    {
        Answered = memory.Answered,
        AnsweredBytes = memory.RegionBytes,
        Fetch = memory.Words.Fetch,
        CollectorWaits = memory.Words.CollectorWaits,
        Doorbell = memory.Doorbell,
        WritableEntries = mode == RingMode.Indexed ? null : (KvmDirtyGfn*)memory.AnsweredEntries,
        Avail = memory.Words.Avail,
        Reset = memory.Words.Reset,
        Mask = (uint)memory.Entries - 1,
    };

    /// <summary>The memory of a packed ring whose entries the peer writes.</summary>
    internal static RingMemory MemoryOfPacked(SteppedMemory memory, RingGeometry geometry, ulong firstPosition) =>
        new(geometry, firstPosition, memory.Words, memory.AnsweredEntries, NothingToDispose.Instance);

    /// <summary>What a packed ring's peer may touch.</summary>
    internal static PeerView ViewOfPacked(SteppedMemory memory, ulong firstPosition) => new()
    {
        Answered = memory.Answered,
        AnsweredBytes = memory.RegionBytes,
        Fetch = memory.Words.Fetch,
        CollectorWaits = memory.Words.CollectorWaits,
        Doorbell = memory.Doorbell,
        WritableEntries = null,
        Descriptors = (PackedDescriptor*)memory.AnsweredEntries,
        FirstPosition = (uint)firstPosition,
        Avail = memory.Words.Avail,
        Reset = memory.Words.Reset,
        Mask = (uint)memory.Entries - 1,
    };

    private static GuardedJournal Journal(RingMode mode, SteppedMemory memory) =>
        new(memory.Journal, mode == RingMode.Kernel ? PeerTrust.KernelCompatible : PeerTrust.Shadowed);

    private static RingMemory Memory(RingMode mode, SteppedMemory memory, RingGeometry geometry, ulong firstPosition) =>
        new(geometry, firstPosition, memory.Words, mode == RingMode.Indexed ? memory.ToldEntries : memory.AnsweredEntries, NothingToDispose.Instance);

    private sealed class NothingToDispose : IDisposable
    {
        internal static readonly NothingToDispose Instance = new();

        public void Dispose()
        {
        }
    }
}
