using System;
using Xunit;

namespace RingCore.Tracking.Tests;

public class TrackerOptionsTests
{
    public static TheoryData<TrackerOptions, string> Impossible => new()
    {
        { new() { Entries = 100 }, "100" },
        { new() { Entries = 64 }, "64 reserved" },
        { new() { Entries = 0, ReservedEntries = 0 }, "power of two" },
        { new() { ReservedEntries = -1 }, "-1" },
        { new() { EntryBytes = 12 }, "12" },
        { new() { EntryBytes = 8, Design = RingDesign.Indexed }, "16 bytes" },
        { new() { Design = (RingDesign)7 }, "7" },
        { new() { Source = (SourceKind)(-1) }, "-1" },
        { new() { ThrottleTimeout = TimeSpan.FromTicks(-1) }, "-00:00:00" },
        { new() { ThrottleTimeout = TimeSpan.FromHours(2) }, "1 h" },
    };

    [Theory]
    [MemberData(nameof(Impossible), DisableDiscoveryEnumeration = true)]
    public void An_option_outside_its_range_is_refused_with_value_and_limit(TrackerOptions options, string says)
    {
        using TrackedMemory memory = new(1);
        ArgumentOutOfRangeException refusal = Assert.Throws<ArgumentOutOfRangeException>(() => new DirtyTracker(memory, options));
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_is_refused()
    {
        using TrackedMemory memory = new(1);
        Assert.Throws<ArgumentNullException>(() => new DirtyTracker(null!, new TrackerOptions()));
        Assert.Throws<ArgumentNullException>(() => new DirtyTracker(memory, null!));
        Assert.Throws<ArgumentNullException>(() => new DirtyTracker(memory, new TrackerOptions { Clock = null! }));
    }
}
