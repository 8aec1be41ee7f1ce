namespace RingCore;

/// <summary>One element of a chain: a piece of the driver's memory. Nothing here looks into it.</summary>
/// <param name="Address">As the driver's side of the queue numbers memory; a device translates it.</param>
/// <param name="Length">Bytes.</param>
public readonly record struct VirtqueueBuffer(ulong Address, uint Length);
