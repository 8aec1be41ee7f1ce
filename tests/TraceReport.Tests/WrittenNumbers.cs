namespace RingCore.TraceReport.Tests;

/// <summary>What <see cref="RecordedSession"/> has written, for the tests to find again.</summary>
internal static class WrittenNumbers
{
    internal const uint Ring = 7;
    internal const uint OlderRing = 3;
    internal const uint JoinedRing = 9;
    internal const uint TypedRing = 11;
    internal const uint BroadcastRing = 12;
    internal const long Tracker = 5;
    internal const int Entries = 4096;
    internal const int EntryBytes = 16;
    internal const int ReservedEntries = 64;
    internal const long Published = 10_000;
    internal const long Harvested = 9_000;
    internal const long Reset = 8_500;
    internal const long Refused = 12;

    /// <summary>What <see cref="OlderRing"/> had come to before the session.</summary>
    internal const long OlderBefore = 1_000_000;
}
