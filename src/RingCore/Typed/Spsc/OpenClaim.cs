namespace RingCore;

/// <summary>The word by which the only producer of a ring tells of its open claim: <see cref="Layouts.TypedRingControl.Claim"/>.</summary>
internal static class OpenClaim
{
    /// <summary>No claim is open.</summary>
    internal const ulong None = 0;

    private const ulong Open = 1UL << 32;

    /// <summary>The word of a claim. No two of 2^31 claims that follow each other have the same, though their position be.</summary>
    /// <param name="number">Which of the producer's claims.</param>
    /// <param name="position">Its first slot's.</param>
    internal static ulong Of(ulong number, ulong position) => number << 33 | Open | (uint)position;

    /// <summary>Whether a claim is open at a consumer's position. 32 bits tell: an open claim is at most the ring's capacity ahead of its consumer.</summary>
    internal static bool IsAt(ulong word, ulong position) => word != None && (uint)word == (uint)position;
}
