using System;
using System.Collections.Generic;
using System.Linq;
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
        { new() { EntryBytes = 8, Design = RingDesign.Packed }, "16 bytes" },
        { new() { Entries = 65536, Design = RingDesign.Packed }, "32768" },
        { new() { Entries = 64, Design = RingDesign.Packed }, "64 reserved" },
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

    [Theory]
    [InlineData(100)]
    [InlineData(129)]
    [InlineData(1000)]
    [Trait("Category", "Packed")]
    public void A_packed_ring_of_any_size_tracks_and_overflows_as_every_other(int entries)
    {
        using TrackedMemory memory = new(4096);
        using DirtyTracker tracker = new(memory, new TrackerOptions
        {
            Source = SourceKind.Barrier, Design = RingDesign.Packed, Entries = entries, ThrottleTimeout = TimeSpan.Zero,
        });
        using Writer writer = tracker.OpenWriter();
        for (int round = 0; round < 5; round++)
        {
            List<ulong> written = [.. Enumerable.Range(0, entries + 300).Select(page => (ulong)((page * 3) + round))];
            foreach (ulong page in written)
                writer.MarkDirty(page);
            tracker.MarkDirty(4095); // through the ring that needs a power of two
            Assert.Equal(written.Append(4095ul), tracker.TakeRound());
        }
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
