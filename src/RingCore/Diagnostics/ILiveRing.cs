namespace RingCore.Diagnostics;

/// <summary>A ring, or this process's side of one, as a session sees it.</summary>
internal interface ILiveRing
{
    /// <summary>The ring's memory, by which traces know it.</summary>
    TracedMemory Memory { get; }

    /// <summary>The ring's place among the <see cref="LiveRings"/>, which give it.</summary>
    int Seat { get; set; }

    /// <summary>
    /// Asks each handle of this process: the resetter first and the producer last, so that a ring read in passing never has reset what it has not published.
    /// </summary>
    void AddTo(ref RingTotals totals);
}
