using System;
using System.Linq;
using RingCore.Hostile.Virtio;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.Hostile.Tests;

/// <summary>A hostile driver between any two accesses of a virtqueue's device, and a hostile device between any two of its driver.</summary>
[Trait("Category", "Hostile")]
[Trait("Category", "Packed")]
public class QueueTests(ITestOutputHelper output)
{
    private const long Programmes = 20_000;
    private const ulong Seed = 1;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(4);

    private static readonly VirtqueueViolation[] s_foundByDrivers = [VirtqueueViolation.UnknownId, VirtqueueViolation.WrittenTooLong, VirtqueueViolation.BadEvent];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whatever_a_peer_writes_between_two_accesses_the_queue_keeps_its_promises(bool attacksDevice)
    {
        QueueTally tally = new();
        string? failure = QueueRun.Run(attacksDevice, Seed, Programmes, s_limit, tally);
        foreach (string line in tally.Lines())
            output.WriteLine(line);
        Assert.Null(failure);
        Assert.True(tally.Moves > 200_000, $"{tally.Moves} moves");
        Assert.True(tally.Chains > 50_000, $"{tally.Chains} chains");
        VirtqueueViolation[] expected = attacksDevice
            ? [.. Enum.GetValues<VirtqueueViolation>().Where(kind => kind is not (VirtqueueViolation.None or VirtqueueViolation.UnknownId or VirtqueueViolation.WrittenTooLong))]
            : s_foundByDrivers;
        Assert.All(Enum.GetValues<VirtqueueViolation>(), kind => Assert.True(expected.Contains(kind) == tally.Of(kind) > 0, $"{kind}: {tally.Of(kind)} times."));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_seed_makes_the_same_moves(bool attacksDevice)
    {
        QueueTally one = new();
        QueueTally other = new();
        Assert.Null(QueueRun.Run(attacksDevice, Seed, 50, s_limit, one));
        Assert.Null(QueueRun.Run(attacksDevice, Seed, 50, s_limit, other));
        Assert.Equal(one.Lines(), other.Lines());
    }
}
