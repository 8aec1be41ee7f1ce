namespace RingCore.ModelChecker.Tests.Rings;

/// <summary>What a ring's entries are, and how its parties tell each other.</summary>
internal enum RingLayout
{
    /// <summary>16-byte entries with states.</summary>
    Gfns,

    /// <summary>8-byte entries with states.</summary>
    Addresses,

    /// <summary>16-byte entries without states, and two indices.</summary>
    Indices,

    /// <summary>Descriptors with virtio's two bits, in a ring of any size.</summary>
    Descriptors,

    /// <summary>16-byte entries with states that several producers claim.</summary>
    Claims,
}
