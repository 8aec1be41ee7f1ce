using System;
using System.IO;
using Xunit;

namespace RingCore.TraceReport.Tests;

/// <summary><c>record</c>, as a program.</summary>
[Trait("Category", "Trace")]
public sealed class RecordTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(4);

    [Fact]
    public void A_command_that_fails_is_not_hidden()
    {
        using TemporaryFolder folder = new();
        (int exitCode, string output, string errors) = Record(folder, "sh", "-c", "exit 7");
        Assert.Equal(7, exitCode);
        Assert.Contains("exit code 7; 0 .NET processes", output, StringComparison.Ordinal);
        Assert.Contains("No .NET process has connected", errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_process_without_rings_is_resumed_and_told_apart()
    {
        using TemporaryFolder folder = new();
        (int exitCode, string output, string errors) = Record(folder, "dotnet", ToolRun.TraceReport, "--version");
        Assert.Equal(1, exitCode);
        Assert.Contains("exit code 0; 1 .NET processes", output, StringComparison.Ordinal);
        Assert.Contains("None of them has written an event of RingCore", errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_command_that_does_not_exist_is_told()
    {
        using TemporaryFolder folder = new();
        (int exitCode, _, string errors) = Record(folder, "no-such-command-here");
        Assert.Equal(1, exitCode);
        Assert.Contains("Not recorded", errors, StringComparison.Ordinal);
    }

    private static (int ExitCode, string Output, string Errors) Record(TemporaryFolder folder, params string[] command) =>
        ToolRun.Run(s_limit, "dotnet", [ToolRun.TraceReport, "record", "--out", folder.File("live"), "--", .. command]);
}
