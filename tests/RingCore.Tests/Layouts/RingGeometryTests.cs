using System;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

public class RingGeometryTests
{
    [Theory]
    [InlineData(1, 16, 0)]
    [InlineData(2, 8, 1)]
    [InlineData(64, 16, 63)]
    [InlineData(128, 16, 64)]
    [InlineData(4096, 8, 64)]
    [InlineData(65536, 16, 576)]
    [InlineData(1 << 30, 16, 0)]
    [InlineData(1 << 30, 8, (1 << 30) - 1)]
    public void Accepts_every_limit_and_computes_the_rest(int entries, int entryBytes, int reservedEntries)
    {
        RingGeometry geometry = new(entries, entryBytes, reservedEntries);
        Assert.Equal((entries, entryBytes, reservedEntries), (geometry.Entries, geometry.EntryBytes, geometry.ReservedEntries));
        Assert.Equal((uint)entries - 1, geometry.Mask);
        Assert.Equal(entries - reservedEntries, geometry.SoftLimitEntries);
        Assert.Equal((long)entries * entryBytes, geometry.Bytes);
    }

    [Theory]
    [InlineData(0, "power of two from 1 to 1073741824")]
    [InlineData(-1, "power of two from 1 to 1073741824")]
    [InlineData(3, "power of two from 1 to 1073741824")]
    [InlineData(4095, "power of two from 1 to 1073741824")]
    [InlineData((1 << 30) + 1, "power of two from 1 to 1073741824")]
    [InlineData(int.MaxValue, "power of two from 1 to 1073741824")]
    [InlineData(int.MinValue, "power of two from 1 to 1073741824")]
    [InlineData(32, "more than the 64 reserved")]
    [InlineData(64, "more than the 64 reserved")]
    public void Refuses_bad_entries_naming_value_and_limit(int entries, string limit) =>
        AssertNames(entries, limit, () => new RingGeometry(entries));

    [Theory]
    [InlineData(8, 8)]
    [InlineData(8, 9)]
    [InlineData(1, 1)]
    public void Refuses_reserved_entries_that_leave_none_for_use(int entries, int reservedEntries) =>
        AssertNames(entries, $"more than the {reservedEntries} reserved", () => new RingGeometry(entries, reservedEntries: reservedEntries));

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void Refuses_negative_reserved_entries(int reservedEntries) =>
        AssertNames(reservedEntries, "0 or more", () => new RingGeometry(64, reservedEntries: reservedEntries));

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(12)]
    [InlineData(32)]
    [InlineData(-8)]
    public void Refuses_other_entry_sizes(int entryBytes) =>
        AssertNames(entryBytes, "8 or 16 bytes", () => new RingGeometry(64, entryBytes, 0));

    [Theory]
    [InlineData(256, 4096)]
    [InlineData(4096, 65536)]
    [InlineData(65536, 1048576)]
    public void Accepts_what_KVM_accepts(int entries, long bytes)
    {
        RingGeometry geometry = RingGeometry.Kvm(entries);
        Assert.Equal((16, 64, bytes), (geometry.EntryBytes, geometry.ReservedEntries, geometry.Bytes));
        Assert.Equal(entries - 64, geometry.SoftLimitEntries);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-256)]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(255)]
    [InlineData(257)]
    [InlineData(300)]
    [InlineData(65535)]
    [InlineData(65537)]
    [InlineData(131072)]
    public void Refuses_what_KVM_refuses(int entries) => AssertNames(entries, "256 to 65536", () => RingGeometry.Kvm(entries));

    private static void AssertNames(int value, string limit, Func<object> make)
    {
        ArgumentOutOfRangeException refusal = Assert.Throws<ArgumentOutOfRangeException>(make);
        Assert.Contains(limit, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(value, refusal.ActualValue);
        Assert.Contains($"{value}", refusal.Message, StringComparison.Ordinal);
    }
}
