namespace RingCore;

/// <summary>Re-arms the pages of a reset: clears their marks, protects them again, or only counts them.</summary>
public interface IResetSink
{
    /// <summary>
    /// Re-arms the pages <c>offset + k</c> of a slot for each bit k of the mask. Called on the resetter's thread, before the entries are freed:
    /// after an exception from here the same pages come again with the next reset. Neither resets nor disposes the resetter that calls it.
    /// </summary>
    /// <param name="slot">Memory slot.</param>
    /// <param name="offset">Page number within the slot that bit 0 stands for.</param>
    /// <param name="mask">At least one bit is set. <c>offset</c> plus the highest bit never overflows.</param>
    void ResetPages(uint slot, ulong offset, ulong mask);
}
