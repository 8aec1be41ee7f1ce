using System.Collections.Generic;

namespace RingCore.KvmLab;

/// <summary>One side of the table: the kernel, or RingCore. Answers are short texts.</summary>
internal interface ISide
{
    /// <summary>How the side is called in the output.</summary>
    string Name { get; }

    /// <summary>A writer with a ring of its own.</summary>
    IWriterRing Open(int entries = 256);

    /// <summary>
    /// Whether a reset takes the page at distance 0, the last of slot 1, into one batch with another entry; entries are distances from it
    /// (0 or more), in order of publication.
    /// </summary>
    /// <returns><c>together</c> or <c>apart</c>.</returns>
    string Coalesce(IReadOnlyList<(uint Slot, int Distance)> entries);

    /// <summary>Bytes of the largest ring on offer.</summary>
    long LargestRingBytes { get; }

    /// <summary>Asks for rings of a size in bytes.</summary>
    /// <returns><c>accepted</c> or <c>refused</c>; behind it the kernel's reason in parentheses.</returns>
    string Enable(ulong bytes);

    /// <summary>Asks for rings a second time.</summary>
    string EnableTwice();

    /// <summary>Asks for rings after a vCPU was made.</summary>
    string EnableAfterVcpu();

    /// <summary>Resets the rings of a machine that has none.</summary>
    string ResetWithoutRings();

    /// <summary>Resets the rings of a machine that has no vCPU.</summary>
    /// <returns>The count, or <c>refused</c>.</returns>
    string ResetWithoutVcpu();

    /// <summary>Asks a machine with rings for its dirty bitmap.</summary>
    string DirtyLogWithRings();

    /// <summary>Maps a ring in a way, and reads an entry through the mapping.</summary>
    string Map(RingMapping mapping);
}
