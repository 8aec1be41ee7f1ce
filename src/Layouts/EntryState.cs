namespace RingCore.Layouts;

/// <summary>
/// The two state bits of a flagged entry: <c>00</c> free, <c>01</c> published, <c>1x</c> harvested, then <c>00</c> again.
/// </summary>
/// <remarks>
/// The values are <c>KVM_DIRTY_GFN_F_DIRTY</c> and <c>KVM_DIRTY_GFN_F_RESET</c> of Linux's <c>include/uapi/linux/kvm.h</c>.
/// The 16-byte entry has them in its flags, the 8-byte entry in the low bits of the page address.
/// </remarks>
public static class EntryState
{
    /// <summary>Free: the producer may write the entry.</summary>
    public const uint Free = 0;

    /// <summary>Published by the producer, not yet harvested.</summary>
    public const uint Dirty = 1;

    /// <summary>Harvested by the collector, waiting for the resetter. Bit 0 is ignored where this bit is set.</summary>
    public const uint Reset = 2;

    /// <summary>Both bits.</summary>
    public const uint Mask = Dirty | Reset;
}
