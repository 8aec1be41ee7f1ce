namespace RingCore;

/// <summary>A chain that the device has given back.</summary>
/// <param name="Token">What the driver gave with it.</param>
/// <param name="Written">Bytes that the device says it has written, from the first writable buffer on; never more than they have.</param>
public readonly record struct UsedBuffer(ulong Token, uint Written);
