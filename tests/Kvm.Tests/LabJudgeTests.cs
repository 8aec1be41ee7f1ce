using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace RingCore.Tests;

/// <summary>What the KVM lab makes of what its machine printed: a lab that did not test all is a lab that failed.</summary>
public class LabJudgeTests
{
    private const string Conformance = "conformance: 77 passed, 0 failed\n";
    private const string Migration = "migration: 3 passed, 0 failed\n";
    private const string Done = "lab done\n";

    [Theory]
    [InlineData(Conformance + Migration + Done, 0, "80 passed, 0 failed")]
    [InlineData("conformance: 76 passed, 1 failed\n" + Migration + Done, 0, "79 passed, 1 failed")]
    [InlineData(Migration + Done, 0, "3 passed, 1 failed")] // the suite ended itself, or did not start
    [InlineData(Conformance + Done, 0, "77 passed, 1 failed")]
    [InlineData(Conformance + "WARNING: CPU: 0\n" + Migration + Done, 0, "80 passed, 1 failed")]
    [InlineData(Conformance + Migration, 0, "80 passed, 1 failed")]
    [InlineData(Conformance + Migration + Done, 124, "80 passed, 1 failed")]
    [InlineData("", 0, "0 passed, 4 failed")]
    public async Task The_last_line_counts_what_is_missing_as_failed(string console, int status, string expected)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, console);
            ProcessStartInfo start = new(Path.Combine(Repository.Root, "tests", "kvm-lab", "judge"), [file, $"{status}", "600"]) { RedirectStandardOutput = true };
            using Process judge = Process.Start(start)!;
            Task<string> output = judge.StandardOutput.ReadToEndAsync();
            if (!judge.WaitForExit(TimeSpan.FromMinutes(2)))
            {
                judge.Kill(entireProcessTree: true);
                Assert.Fail("The judge did not come to its end.");
            }

            Assert.Equal(expected, (await output).TrimEnd('\n').Split('\n').Last());
            Assert.Equal(expected.EndsWith(" 0 failed", StringComparison.Ordinal) ? 0 : 1, judge.ExitCode);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
