using System;
using System.Threading;
using System.Threading.Tasks;
using RingCore.Kvm;
using Xunit;

namespace RingCore.Tests;

/// <summary>How long whoever waits for a soft-full ring waits. No kernel is asked.</summary>
public class SoftFullWaitTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly KvmRings _rings = new(null!);

    [Fact]
    public async Task Without_a_limit_it_waits_until_a_ring_is_soft_full()
    {
        Task<bool> waits = Task.Run(() => _rings.WaitForSoftFull(Timeout.InfiniteTimeSpan));
        await Task.Delay(50);
        Assert.False(waits.IsCompleted);
        _rings.ReportSoftFull(TimeSpan.Zero);
        Assert.True(await waits.WaitAsync(s_limit));
        Assert.Equal(1, _rings.SoftFullExits);
    }

    [Fact]
    public void With_a_limit_it_ends_there() => Assert.False(_rings.WaitForSoftFull(TimeSpan.FromMilliseconds(20)));

    [Fact]
    public void A_limit_outside_its_range_is_refused_by_name()
    {
        Assert.Throws<ArgumentOutOfRangeException>("timeout", () => _rings.WaitForSoftFull(TimeSpan.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>("timeout", () => _rings.WaitForSoftFull(TimeSpan.FromSeconds(-1)));
        Assert.Throws<ArgumentOutOfRangeException>("timeout", () => _rings.ReportSoftFull(TimeSpan.MaxValue));
    }
}
