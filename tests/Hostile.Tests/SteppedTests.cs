using System;
using System.Linq;
using RingCore.Hostile.Moves;
using RingCore.Hostile.Oracle;
using RingCore.Hostile.Stepped;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.Hostile.Tests;

/// <summary>A hostile collector between any two accesses of the producer's side, millions of times.</summary>
[Trait("Category", "Hostile")]
public class SteppedTests(ITestOutputHelper output)
{
    private const long Programmes = 20_000;
    private const ulong Seed = 1;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(4);

    [Theory]
    [InlineData(nameof(RingMode.Indexed))]
    [InlineData(nameof(RingMode.Shadowed))]
    [InlineData(nameof(RingMode.Kernel))]
    public void Whatever_a_peer_writes_between_two_accesses_the_ring_keeps_its_promises(string name)
    {
        RingMode mode = Enum.Parse<RingMode>(name);
        FuzzTally tally = new();
        string? failure = SteppedRun.Run(mode, Seed, Programmes, s_limit, tally);
        output.WriteLine($"{mode}, one thread:");
        foreach (string line in tally.Lines())
            output.WriteLine(line);
        output.WriteLine(tally.Verdict());
        Assert.Null(failure);
        Assert.True(tally.IsClean);
        Assert.True(tally.Moves > 1_000_000, $"{tally.Moves} moves");
        Assert.True(tally.PagesReset > 100_000, $"{tally.PagesReset} pages reset");
        Assert.All(TypesOf(mode), kind => Assert.True(tally.Of(kind) > 0, $"{kind} was never typed."));
        Assert.All(Enum.GetValues<PeerViolation>().Except(TypesOf(mode)), kind => Assert.Equal(0ul, tally.Of(kind)));
        Assert.Equal(mode == RingMode.Kernel, tally.LiesInRange > 0);
    }

    [Fact]
    public void A_ring_that_trusts_its_collector_is_found_out()
    {
        FuzzTally tally = new();
        string? failure = SteppedRun.Run(RingMode.Plain, Seed, Programmes, s_limit, tally);
        output.WriteLine(failure);
        Assert.Contains("--replay 1 --mode plain --seed", failure, StringComparison.Ordinal);
        Assert.False(tally.IsClean);
    }

    [Fact]
    public void A_seed_replays_to_the_same_failure_at_the_same_step()
    {
        string? first = SteppedRun.Run(RingMode.Plain, Seed, Programmes, s_limit, new FuzzTally());
        ulong seed = ulong.Parse(first!.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(first, SteppedRun.Run(RingMode.Plain, seed, 1, s_limit, new FuzzTally()));
    }

    [Fact]
    public void A_seed_makes_the_same_moves()
    {
        FuzzTally one = new();
        FuzzTally other = new();
        Assert.Null(SteppedRun.Run(RingMode.Indexed, Seed, 20, s_limit, one));
        Assert.Null(SteppedRun.Run(RingMode.Indexed, Seed, 20, s_limit, other));
        Assert.Equal(one.Lines(), other.Lines());
        Assert.All(Enum.GetValues<MoveKind>().Where(kind => one.Of(kind) > 0), kind => Assert.Equal(one.Of(kind), other.Of(kind)));
    }

    private static PeerViolation[] TypesOf(RingMode mode) => mode switch
    {
        RingMode.Indexed => [PeerViolation.Rewound, PeerViolation.Overran],
        RingMode.Shadowed => [PeerViolation.Overran, PeerViolation.WrongState, PeerViolation.Gap],
        _ => [PeerViolation.Overran, PeerViolation.WrongState, PeerViolation.Gap, PeerViolation.SlotOutOfRange, PeerViolation.OffsetOutOfRange],
    };
}
