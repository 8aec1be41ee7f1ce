namespace RingCore.VhostUser;

/// <summary>The driver's memory as a virtqueue's device asks for it.</summary>
/// <param name="memory">The memory.</param>
public readonly unsafe struct GuestAddresses(VhostUserMemory memory) : IGuestMemory
{
    private readonly VhostUserMemory _memory = memory;

    /// <inheritdoc/>
    public bool TryTranslate(ulong address, uint length, out byte* start) => _memory.TryTranslate(address, length, out start);
}
