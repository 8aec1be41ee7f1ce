using RingCore.Layouts;

namespace RingCore;

/// <summary>Where an indexed ring keeps its two indices.</summary>
public enum IndexLayout
{
    /// <summary>A padded line each, <see cref="PaddedRingIndices"/>.</summary>
    Padded,

    /// <summary>Adjacent words in one line, <see cref="KvmDirtyRingIndices"/>, as version 3 of the KVM patch had them.</summary>
    Kvm,
}
