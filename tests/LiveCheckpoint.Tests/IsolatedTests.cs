using System;
using System.Text.RegularExpressions;
using LiveCheckpoint.Log;
using Xunit;

namespace LiveCheckpoint.Tests;

/// <summary>The checkpointer as a process of its own.</summary>
public class IsolatedTests
{
    [Theory]
    [InlineData("flagged")]
    [InlineData("indexed")]
    public void An_isolated_checkpointer_logs_everything_and_a_later_run_goes_on_from_there(string ring)
    {
        using TemporaryFolder folder = new();
        string log = folder.File("a.log");
        (int code, string output, string errors) = ProgramRun.Run("--isolate", "--seconds", "1", "--size", "8", "--ring", ring, "--log", log);
        Assert.True(code == 0, output + errors);
        Assert.Contains("lost 0", output, StringComparison.Ordinal);
        Assert.Contains("1 started, 1 attached, 0 found dead", output, StringComparison.Ordinal);
        long first = LogReader.Read(log).Image.Transaction;

        (code, output, errors) = ProgramRun.Run("--isolate", "--append", "--seconds", "1", "--ring", ring, "--log", log);
        Assert.True(code == 0, output + errors);
        Assert.Contains("byte for byte the live image", output, StringComparison.Ordinal);
        Assert.True(LogReader.Read(log).Image.Transaction > first, output);
    }

    [Fact]
    public void Killed_checkpointers_cost_no_transaction_and_lose_none()
    {
        (int code, string output, string errors) = ProgramRun.Run("crash", "--isolate", "--rounds", "3");
        Assert.True(code == 0, output + errors);
        Assert.EndsWith("rounds 3, lost 0, corrupt 0\n", output, StringComparison.Ordinal);
        Match attached = Regex.Match(output, @"(\d+) started, (\d+) attached, (\d+) found dead");
        Assert.Equal(("4", "4", "3"), (attached.Groups[1].Value, attached.Groups[2].Value, attached.Groups[3].Value));
        Assert.Contains("rounds 3", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--isolate --source protect", "Allowed: barrier")]
    [InlineData("--isolate --entry 8", "16 bytes")]
    [InlineData("--isolate --sabotage drop-one", "does not go with --isolate")]
    [InlineData("--isolate --verify", "does not go with --isolate")]
    [InlineData("crash --isolate --source compare", "Allowed: barrier")]
    public void What_does_not_go_with_isolation_is_refused(string arguments, string why)
    {
        (int code, string output, string errors) = ProgramRun.Run(arguments.Split(' '));
        Assert.Equal(2, code);
        Assert.Contains(why, errors, StringComparison.Ordinal);
        Assert.Empty(output);
    }
}
