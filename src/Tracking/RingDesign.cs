namespace RingCore.Tracking;

/// <summary>Which ring a writer gets.</summary>
public enum RingDesign
{
    /// <summary>Two state bits in each entry, as KVM has it.</summary>
    Flagged,

    /// <summary>Two free-running indices, entries without flags.</summary>
    Indexed,

    /// <summary>Virtio's packed descriptors: of any size. Not for a collector in another process.</summary>
    Packed,
}
