namespace RingCore;

/// <summary>What the collector of an indexed ring does to the entries.</summary>
public enum CollectorAccess
{
    /// <summary>It reads them, and writes one word of the ring: its index. They can be mapped read-only for it.</summary>
    ReadOnly,

    /// <summary>
    /// It also stores zero into the unused word of one entry in each cache line that it has finished: its core then owns the line, and hands it to
    /// the producer's in one transfer. Between far cores that moves lines several times faster (bare loops on a Zen 5); between near ones it gains
    /// nothing, and cost up to a tenth in batches on an Emerald Rapids Xeon: measure. The entries must be writable for it, so that it is trusted as
    /// the collector of a flagged ring is.
    /// </summary>
    Marks,
}
