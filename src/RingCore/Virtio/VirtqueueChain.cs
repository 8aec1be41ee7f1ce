namespace RingCore;

/// <summary>
/// What a device has taken: buffers to read, then buffers to write, under one id. A copy of its own: what the driver writes afterwards changes nothing in it.
/// </summary>
/// <param name="Id">The driver's name for it, any 16 bits.</param>
/// <param name="Descriptors">Descriptors of the ring that it occupies, 1 for an indirect one.</param>
/// <param name="Readable">Buffers that the device reads: the first of those given out.</param>
/// <param name="Writable">Buffers that the device writes: those after them.</param>
/// <param name="ReadableBytes">Bytes of the former, at most 2^32 together with the latter.</param>
/// <param name="WritableBytes">Bytes of the latter.</param>
/// <param name="Sequence">How many chains the device had taken before it, since it was made.</param>
public readonly record struct VirtqueueChain(
    ushort Id, int Descriptors, int Readable, int Writable, ulong ReadableBytes, ulong WritableBytes, ulong Sequence);
