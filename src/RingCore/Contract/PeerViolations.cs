namespace RingCore;

/// <summary>What a resetter has found that no faithful collector does, since the ring was made.</summary>
/// <remarks>
/// The first four are counted per reset that found one, as often as it is still there; they stand still at 2^32 - 1. The last two are counted per entry, and
/// only where the collector can write entries: what a producer pushes from outside the slots itself looks the same there.
/// </remarks>
/// <param name="Rewound">See <see cref="PeerViolation.Rewound"/>.</param>
/// <param name="Overran">See <see cref="PeerViolation.Overran"/>.</param>
/// <param name="WrongState">See <see cref="PeerViolation.WrongState"/>.</param>
/// <param name="Gap">See <see cref="PeerViolation.Gap"/>.</param>
/// <param name="SlotOutOfRange">See <see cref="PeerViolation.SlotOutOfRange"/>.</param>
/// <param name="OffsetOutOfRange">See <see cref="PeerViolation.OffsetOutOfRange"/>.</param>
/// <param name="Last">The kind of the last one.</param>
/// <param name="LastPosition">
/// Where the last one was: the entry's position, or the position that the index claims, counted from the ring's first entry; negative before it.
/// </param>
public readonly record struct PeerViolations(
    ulong Rewound, ulong Overran, ulong WrongState, ulong Gap, ulong SlotOutOfRange, ulong OffsetOutOfRange, PeerViolation Last, long LastPosition)
{
    /// <summary>All kinds together.</summary>
    public ulong Total => Rewound + Overran + WrongState + Gap + SlotOutOfRange + OffsetOutOfRange;
}
