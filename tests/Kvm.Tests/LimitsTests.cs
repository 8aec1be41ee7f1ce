using System;
using RingCore.Kvm;
using Xunit;

namespace RingCore.Tests;

/// <summary>What is refused before the kernel is asked.</summary>
public class LimitsTests
{
    [Theory]
    [InlineData(256)]
    [InlineData(4096)]
    [InlineData(65536)]
    public void A_ring_within_the_kernel_s_limits_is_accepted(int entries) => Assert.Equal(entries, KvmLimits.CheckRing(entries, 65536).Entries);

    [Theory]
    [InlineData(0)]
    [InlineData(-256)]
    [InlineData(1)]
    [InlineData(128)]
    [InlineData(257)]
    [InlineData(131072)]
    [InlineData(int.MaxValue)]
    public void Another_is_refused_by_name(int entries)
    {
        ArgumentOutOfRangeException refusal = Assert.Throws<ArgumentOutOfRangeException>(() => KvmLimits.CheckRing(entries, 65536));
        Assert.Contains("256", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("65536", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_with_smaller_rings_is_believed() =>
        Assert.Contains("at most 4096", Assert.Throws<ArgumentOutOfRangeException>(() => KvmLimits.CheckRing(8192, 4096)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_kernel_without_rings_is_named() => Assert.Contains("KVM_CAP_DIRTY_LOG_RING", Assert.Throws<KvmException>(() => KvmLimits.CheckRing(256, 0)).Message, StringComparison.Ordinal);
}
