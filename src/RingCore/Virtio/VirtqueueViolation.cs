namespace RingCore;

/// <summary>What a side of a virtqueue can find that no faithful peer does. All but <see cref="BadEvent"/> break the queue.</summary>
public enum VirtqueueViolation : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Found by the device: a chain goes on through the whole ring, as a loop does.</summary>
    ChainTooLong,

    /// <summary>Found by the device: a chain goes on into descriptors that the device has not given back.</summary>
    Oversubscribed,

    /// <summary>Found by the device: a chain goes on in a descriptor that is not available under its wrap counter.</summary>
    StaleDescriptor,

    /// <summary>Found by the device: a buffer to read stands behind one to write.</summary>
    ReadableAfterWritable,

    /// <summary>Found by the device: the buffers of a chain have more than 2^32 bytes.</summary>
    TooManyBytes,

    /// <summary>Found by the device: a table of descriptors, where the feature was not agreed on.</summary>
    IndirectNotAgreed,

    /// <summary>Found by the device: a table of descriptors as a part of a chain.</summary>
    IndirectInChain,

    /// <summary>Found by the device: a table of descriptors within another.</summary>
    IndirectNested,

    /// <summary>Found by the device: a table of no descriptors, of a broken number, of too many, or not aligned to 8 bytes.</summary>
    IndirectLength,

    /// <summary>Found by the device: a table that does not stand in the driver's memory.</summary>
    IndirectAddress,

    /// <summary>Found by the driver: a used descriptor names a buffer that the device does not have.</summary>
    UnknownId,

    /// <summary>Found by the driver: more bytes written than the buffer has.</summary>
    WrittenTooLong,

    /// <summary>Found by both: the peer's wish for notifications means nothing. It is notified, and the queue goes on.</summary>
    BadEvent,
}
