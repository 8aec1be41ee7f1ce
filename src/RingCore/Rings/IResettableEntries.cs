using RingCore.Layouts;

namespace RingCore;

/// <summary>The entries of a ring as its resetter sees them.</summary>
internal interface IResettableEntries
{
    /// <summary>Reads a harvested entry once.</summary>
    /// <param name="position">Its position.</param>
    /// <param name="page">The page that it names.</param>
    /// <param name="inRange">Whether the slot table has the page.</param>
    /// <returns>False where the entry is not harvested.</returns>
    bool TryRead(ulong position, out DirtyPage page, out bool inRange);

    /// <summary>Gives entries back; the producer learns of it by the reset index.</summary>
    /// <param name="start">Position of the first.</param>
    /// <param name="end">Position after the last.</param>
    void Free(ulong start, ulong end);
}
