using System;
using System.Diagnostics;
using RingCore.Hostile.Moves;
using RingCore.Hostile.Oracle;
using RingCore.Hostile.Stepped;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.Hostile.Tests;

/// <summary>A peer that writes anything into a packed ring's descriptors between any two accesses of the others.</summary>
[Trait("Category", "Hostile")]
[Trait("Category", "Packed")]
public class PackedSteppedTests(ITestOutputHelper output)
{
    private const ulong Programmes = 20_000;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(4);

    [Fact]
    public void Whatever_a_peer_writes_between_two_accesses_answers_are_typed_work_is_bounded_and_pages_exist()
    {
        FuzzTally tally = new();
        long start = Stopwatch.GetTimestamp();
        for (ulong seed = 1; seed <= Programmes && Stopwatch.GetElapsedTime(start) < s_limit; seed++)
        {
            PackedProgramme programme = new(seed);
            tally.Programmes++;
            try
            {
                programme.Run(tally);
            }
            catch (Exception found) when (found is OracleException or OutsideAccessException)
            {
                Assert.Fail($"Seed {seed}, step {programme.Step}: {found.Message}");
            }
        }

        foreach (string line in tally.Lines())
            output.WriteLine(line);
        Assert.True(tally.Moves > 1_000_000, $"{tally.Moves} moves");
        Assert.True(tally.Of(PeerViolation.SlotOutOfRange) > 0 && tally.Of(PeerViolation.OffsetOutOfRange) > 0, "No lie was found out.");
        MoveKind[] structured = [MoveKind.MarkAll, MoveKind.Claim, MoveKind.MarkBeyond, MoveKind.Unharvest, MoveKind.WrongState, MoveKind.SlotLie, MoveKind.PageLie];
        Assert.All(structured, kind => Assert.True(tally.Of(kind) > 0, $"{kind} was never made."));
    }
}
