namespace RingCore;

/// <summary>
/// The right to read the pages of a harvest, given only by a reset of that harvest
/// (<see cref="ResetResult.TryGrantRead"/>): whatever is written from then on is reported again.
/// </summary>
/// <remarks>A reader of pages asks for one as a parameter, and refuses one that is not <see cref="IsGranted"/>.</remarks>
public readonly ref struct ReadGrant
{
    internal ReadGrant(uint ring) => Ring = ring;

    internal uint Ring { get; }

    /// <summary>False for the default value, which grants nothing.</summary>
    public bool IsGranted => Ring != 0;
}
