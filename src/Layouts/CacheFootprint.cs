namespace RingCore.Layouts;

/// <summary>
/// What contiguous memory takes of a cache: the review's argument "4K is a whole cache way, 64K is 16 ways", as numbers.
/// </summary>
/// <param name="Lines">Lines that the memory covers.</param>
/// <param name="SetsTouched">Sets in which at least one of them falls.</param>
/// <param name="WaysTaken">Lines of the fullest set: the ways that one pass over the memory takes there. More than <paramref name="Ways"/>: it evicts itself.</param>
/// <param name="Ways">Ways that the cache has.</param>
public readonly record struct CacheFootprint(long Lines, int SetsTouched, int WaysTaken, int Ways)
{
    /// <summary>Whether one pass over the memory leaves at least one way of every set to others.</summary>
    public bool LeavesRoom => WaysTaken < Ways;
}
