namespace RingCore.ModelChecker.Tests.Rings;

/// <summary>The rings that share the three-party cases.</summary>
public enum RingDesign
{
    /// <summary>Flagged, 16-byte entries.</summary>
    Flagged,

    /// <summary>Flagged, 8-byte entries.</summary>
    FlaggedPages,

    /// <summary>Flagged with the lap in each state, 16-byte entries.</summary>
    Lap,

    /// <summary>Flagged with the lap in each state, 8-byte entries.</summary>
    LapPages,

    /// <summary>Two indices.</summary>
    Indexed,

    /// <summary>Two indices, and a collector that marks the lines that it has finished.</summary>
    IndexedMarks,

    /// <summary>Flagged, shared by two producers.</summary>
    Vm,

    /// <summary>Packed: virtio's descriptors and wrap counter, any number of entries.</summary>
    Packed,

    /// <summary>Guarded, slots and offsets by the producer's word.</summary>
    Shadowed,

    /// <summary>Guarded, slots and offsets by the entries' word.</summary>
    KernelCompatible,
}
