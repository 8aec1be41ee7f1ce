using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// States with the lap above them: what is not of this lap is free, so that a reset writes nothing into the entries. Not KVM's, though KVM's
/// entry has room for it.
/// </summary>
/// <remarks>
/// The 16-byte entry has room for 30 bits of the lap, the 8-byte one for 10; one would do, since an entry's stale state is always that of the
/// lap before. Zeroed memory is of no lap: its state bits are <c>00</c>.
/// </remarks>
public readonly struct LapStates : IEntryStates
{
    private const int StateBits = 2;

    /// <inheritdoc/>
    public static uint HarvestedBits => uint.MaxValue;

    /// <inheritdoc/>
    public static uint AddressBits => DirtyPageAddress.LowBits;

    /// <inheritdoc/>
    public static bool ResetWrites => false;

    /// <inheritdoc/>
    public static uint Published(uint lap) => lap << StateBits | EntryState.Dirty;

    /// <inheritdoc/>
    public static uint Harvested(uint lap) => lap << StateBits | EntryState.Reset;
}
