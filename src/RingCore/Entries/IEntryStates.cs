namespace RingCore;

/// <summary>The state words of flagged entries: which value stands for which state, in which lap of the ring.</summary>
/// <remarks>A lap is an entry's position divided by the number of entries, modulo 2^32: one entry sees each lap once, in order.</remarks>
public interface IEntryStates
{
    /// <summary>Published by the producer in this lap, not yet harvested.</summary>
    static abstract uint Published(uint lap);

    /// <summary>Harvested by the collector in this lap, waiting for the resetter.</summary>
    static abstract uint Harvested(uint lap);

    /// <summary>The bits that tell <see cref="Harvested"/> from the other states.</summary>
    static abstract uint HarvestedBits { get; }

    /// <summary>The bits of the 8-byte entry's low twelve that tell its state.</summary>
    static abstract uint AddressBits { get; }

    /// <summary>Whether a reset writes <c>00</c>. Where the lap tells states apart it need not: an old lap is free.</summary>
    static abstract bool ResetWrites { get; }
}
