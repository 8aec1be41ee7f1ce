namespace RingCore;

/// <summary>What the resetter of a guarded ring takes from entries that its collector can write.</summary>
public enum PeerTrust
{
    /// <summary>
    /// Their states alone. Slots and offsets come from the producer's own record: a collector can say which entries it has harvested, and nothing else.
    /// </summary>
    Shadowed,

    /// <summary>
    /// Their slots and offsets too, as KVM does: each entry is read once and validated before it is coalesced, so that one that names no page of the
    /// slots harms no other. A page that exists and was not pushed cannot be told from one that was.
    /// </summary>
    KernelCompatible,
}
