using RingCore.Layouts;

namespace RingCore.Hostile.Moves;

/// <summary>A ring as its collector has it mapped: one region that it may write, and words that it may read.</summary>
internal sealed unsafe class PeerView
{
    /// <summary>The writable region.</summary>
    internal required byte* Answered { get; init; }

    /// <summary>Its size.</summary>
    internal required int AnsweredBytes { get; init; }

    /// <summary>The collector's index, in the writable region.</summary>
    internal required uint* Fetch { get; init; }

    /// <summary>The request to be woken, in the writable region.</summary>
    internal required uint* CollectorWaits { get; init; }

    /// <summary>The doorbell, in the writable region.</summary>
    internal required uint* Doorbell { get; init; }

    /// <summary>The entries, in the writable region; null where they are read-only.</summary>
    internal required KvmDirtyGfn* WritableEntries { get; init; }

    /// <summary>The descriptors of a packed ring, in the writable region; null in other rings.</summary>
    internal PackedDescriptor* Descriptors { get; init; }

    /// <summary>Where the ring's counters started: a packed ring's wrap counter follows from it.</summary>
    internal uint FirstPosition { get; init; }

    /// <summary>The producer's index; readable.</summary>
    internal required uint* Avail { get; init; }

    /// <summary>The resetter's index; readable.</summary>
    internal required uint* Reset { get; init; }

    /// <summary>Entries minus one.</summary>
    internal required uint Mask { get; init; }
}
