using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// The packed ring's states, over the whole word of <see cref="PackedDescriptor.IdAndFlagsOffset"/>: virtio's two bits against a wrap counter, 1 in the
/// first lap. One bit of the lap does, since a stale state is always that of the lap before.
/// </summary>
/// <remarks>
/// <code>
///   wrap  available used
///    1        1      0     published
///    1        1      1     harvested, and free to the next lap
///    0        0      1     published
///    0        0      0     harvested, and free to the next lap, which is also what zeroed memory is to the first
/// </code>
/// So nobody writes a "free", and no power of two is needed. The collector takes a word that is published and nothing else; the resetter looks at the two bits.
/// </remarks>
internal readonly struct PackedStates : IEntryStates
{
    private const uint Available = (uint)PackedDescriptorFlags.Available << PackedDescriptor.FlagsShift;
    private const uint Used = (uint)PackedDescriptorFlags.Used << PackedDescriptor.FlagsShift;
    private const uint UsedFromAvailable = 8; // bits from the one to the other

    /// <inheritdoc/>
    public static uint HarvestedBits => Available | Used;

    /// <summary>None: there is no 8-byte form.</summary>
    public static uint AddressBits => 0;

    /// <inheritdoc/>
    public static bool ResetWrites => false;

    /// <summary>What an entry of this lap is before it is published.</summary>
    internal static uint Free(uint lap) => Harvested(lap + 1);

    // Computed without a branch: each push and take asks.

    /// <inheritdoc/>
    public static uint Published(uint lap) => Available << (int)((lap & 1) * UsedFromAvailable);

    /// <inheritdoc/>
    public static uint Harvested(uint lap) => ((lap & 1) - 1) & (Available | Used);
}
