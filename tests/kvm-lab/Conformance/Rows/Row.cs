using System;

namespace RingCore.KvmLab;

/// <summary>One behaviour: a test that runs against either side, and what comes out.</summary>
/// <param name="Name">A sentence.</param>
/// <param name="Expected">The kernel's outcome; RingCore's too, but for what stands in parentheses at its end.</param>
/// <param name="Test">The test.</param>
internal sealed record Row(string Name, string Expected, Func<ISide, string> Test)
{
    /// <summary>RingCore's outcome where it differs on purpose.</summary>
    public string? Here { get; init; }

    /// <summary>Why it differs.</summary>
    public string? Why { get; init; }

    /// <summary>Whether RingCore's side of the row is about its KVM machines, and needs the kernel too.</summary>
    public bool NeedsKvm { get; init; }

    /// <summary>What RingCore must answer.</summary>
    public string ExpectedHere => Here ?? Expected.Split(" (")[0];

    /// <summary>A test of a writer and its ring.</summary>
    public static Row Of(string name, string expected, Func<IWriterRing, string> test, int entries = 256) => new(name, expected, side =>
    {
        using IWriterRing ring = side.Open(entries);
        return test(ring);
    });
}
