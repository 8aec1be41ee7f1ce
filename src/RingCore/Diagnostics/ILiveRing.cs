namespace RingCore.Diagnostics;

/// <summary>A ring, or this process's side of one, as a session sees it.</summary>
internal interface ILiveRing
{
    /// <summary>A handle of the ring's in this process: the one that names its design.</summary>
    RingHandle Handle { get; }

    /// <summary>
    /// Asks each handle of this process: the resetter first and the producer last, so that a ring read in passing never has reset what it has not published.
    /// </summary>
    void AddTo(ref RingTotals totals);
}
