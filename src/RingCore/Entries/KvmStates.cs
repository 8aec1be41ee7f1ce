using RingCore.Layouts;

namespace RingCore;

/// <summary>KVM's states, the same in every lap: <c>01</c> published, <c>1x</c> harvested, and <c>00</c> once the reset has written it.</summary>
public readonly struct KvmStates : IEntryStates
{
    /// <inheritdoc/>
    public static uint HarvestedBits => EntryState.Reset;

    /// <inheritdoc/>
    public static uint AddressBits => EntryState.Mask;

    /// <inheritdoc/>
    public static bool ResetWrites => true;

    /// <inheritdoc/>
    public static uint Published(uint lap) => EntryState.Dirty;

    /// <inheritdoc/>
    public static uint Harvested(uint lap) => EntryState.Reset;
}
