using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;
using System.Threading;
using LiveCheckpoint.Log;
using RingCore.Tests;
using Xunit;

namespace LiveCheckpoint.Tests;

/// <summary>The program as a stranger meets it: a process, its output and its exit code.</summary>
public class ProgramTests
{
    [NeedsToolFact("sqlite3")]
    public void A_run_and_a_restore_give_a_database_that_another_sqlite_calls_ok()
    {
        using TemporaryFolder folder = new();
        (int code, string output, string errors) = ProgramRun.Run("--seconds", "1", "--log", folder.File("a.log"));
        Assert.True(code == 0, output + errors);
        Assert.Contains("lost 0", output, StringComparison.Ordinal);
        Assert.Contains("byte for byte the live image", output, StringComparison.Ordinal);
        foreach (string key in new[] { "source", "harvester", "epochs", "dirty pages per epoch", "bytes written", "pause per checkpoint", "throughput", "throttles", "What was shown" })
            Assert.Contains(key, output, StringComparison.Ordinal);

        (code, output, errors) = ProgramRun.Run("restore", folder.File("a.log"), folder.File("a.db"));
        Assert.True(code == 0, output + errors);
        (_, output, _) = ProgramRun.RunTool("sqlite3", folder.File("a.db"), "PRAGMA integrity_check; SELECT author FROM meta");
        Assert.Equal(["ok", LogReader.Read(folder.File("a.log")).Image.Transaction.ToString(CultureInfo.InvariantCulture)], output.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("drop-one")]
    [InlineData("stale-one")]
    public void Sabotage_makes_the_program_fail_and_say_what_was_lost(string kind)
    {
        using TemporaryFolder folder = new();
        (int code, string output, _) = ProgramRun.Run("--seconds", "1", "--size", "8", "--sabotage", kind, "--log", folder.File("a.log"));
        Assert.Equal(1, code);
        Match lost = Regex.Match(output, @"\| pages lost .*lost (\d+)");
        Assert.True(lost.Success, output);
        Assert.True(int.Parse(lost.Groups[1].Value, CultureInfo.InvariantCulture) >= 1);
    }

    [Theory]
    [InlineData("barrier", "flagged")]
    [InlineData("protect", "indexed")]
    [InlineData("barrier", "packed")]
    public void Killed_children_lose_nothing_that_they_announced(string source, string ring)
    {
        (int code, string output, string errors) = ProgramRun.Run("crash", "--rounds", "3", "--source", source, "--ring", ring);
        Assert.True(code == 0, output + errors);
        Assert.EndsWith("rounds 3, lost 0, corrupt 0\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--seconds 0", "from 1 to 86400")]
    [InlineData("--seconds ten", "from 1 to 86400")]
    [InlineData("--checkpoint-every 60001", "from 1 to 60000")]
    [InlineData("--size 1025", "from 1 to 1024")]
    [InlineData("--entries 64", "from 128 to 1048576")]
    [InlineData("--entries 300", "a power of two from 128 to 1048576")]
    [InlineData("--seed -1", "from 0 to 9223372036854775807")]
    [InlineData("--source disk", "auto|barrier|protect|compare")]
    [InlineData("--entries 300 --ring indexed", "any number with --ring packed")]
    [InlineData("--entries 32769 --ring packed", "from 128 to 32768")]
    [InlineData("--ring split", "flagged|indexed|packed")]
    [InlineData("--ring packed --entry 8", "Allowed: 16")]
    [InlineData("--ring packed --isolate", "flagged|indexed")]
    [InlineData("crash --ring packed --isolate", "flagged|indexed")]
    [InlineData("--entry 12", "16|8")]
    [InlineData("--ring indexed --entry 8", "Allowed: 16")]
    [InlineData("--ring indexed --entry 9", "16|8")]
    [InlineData("crash --ring indexed --entry 8", "Allowed: 16")]
    [InlineData("--sabotage all", "none|drop-one|stale-one")]
    [InlineData("--writers 17 --source barrier", "from 1 to 16")]
    [InlineData("--writers 2 --source barrier --size 1", "at most 1")]
    [InlineData("--writers 2", "--source barrier")]
    [InlineData("--append --force --log a.log", "exclude each other")]
    [InlineData("crash --rounds 0", "from 1 to 10000")]
    [InlineData("--nonsense", "--nonsense")]
    public void Bad_arguments_are_refused_with_what_is_allowed(string arguments, string allowed)
    {
        (int code, string output, string errors) = ProgramRun.Run(arguments.Split(' '));
        Assert.Equal(2, code);
        Assert.Contains(allowed, errors, StringComparison.Ordinal);
        Assert.Empty(output);
    }

    [Fact]
    public void Help_lists_every_option_and_command()
    {
        (int code, string output, _) = ProgramRun.Run("--help");
        Assert.Equal(0, code);
        foreach (string word in new[] { "--seconds", "--checkpoint-every", "--size", "--source", "--ring", "--entry", "--entries", "--log", "--seed", "--verify", "--append", "--force", "--sabotage", "--writers", "restore", "crash" })
            Assert.Contains(word, output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_existing_log_is_refused_and_left_alone()
    {
        using TemporaryFolder folder = new();
        using (SampleLog log = new(folder.File("a.log")))
            log.Append(0);
        byte[] before = File.ReadAllBytes(folder.File("a.log"));
        (int code, _, string errors) = ProgramRun.Run("--seconds", "1", "--log", folder.File("a.log"));
        Assert.Equal(1, code);
        Assert.Contains("--append", errors, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(folder.File("a.log")));
    }

    [Fact]
    public void A_continued_log_refuses_another_seed_or_size()
    {
        using TemporaryFolder folder = new();
        using (SampleLog log = new(folder.File("a.log"), seed: 5))
            log.Append(0);
        foreach (string[] other in new string[][] { ["--seed", "6"], ["--size", "8"] })
        {
            (int code, _, string errors) = ProgramRun.Run(["--append", "--log", folder.File("a.log"), .. other]);
            Assert.Equal(1, code);
            Assert.Contains("does not fit", errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Restore_reports_damage_refuses_what_it_must_and_overwrites_nothing()
    {
        using TemporaryFolder folder = new();
        (string log, string database) = (folder.File("a.log"), folder.File("a.db"));
        // Two epochs: the filled database, and all that came after it. Together they are not compacted.
        Assert.Equal(0, ProgramRun.Run("--seconds", "1", "--size", "4", "--checkpoint-every", "60000", "--log", log).ExitCode);
        byte[] bytes = File.ReadAllBytes(log);
        LogContent whole = LogReader.Read(log);
        Assert.Equal(2, whole.Image.Epoch);

        File.WriteAllBytes(log, bytes[..^7]);
        (int code, string output, _) = ProgramRun.Run("restore", log, database);
        Assert.Equal(0, code);
        Assert.Contains("is damaged", output, StringComparison.Ordinal);
        Assert.Contains($"epoch {whole.Image.Epoch - 1},", output, StringComparison.Ordinal);
        Assert.Contains("integrity_check ok", output, StringComparison.Ordinal);
        Assert.Equal(1, ProgramRun.Run("restore", log, database).ExitCode);
        Assert.Equal(0, ProgramRun.Run("restore", log, database, "--force").ExitCode);
        Assert.Equal(1, ProgramRun.Run("restore", log, log, "--force").ExitCode);

        File.WriteAllBytes(log, bytes[..(int)(whole.FirstEpochBytes - 1)]);
        (code, output, string errors) = ProgramRun.Run("restore", log, folder.File("b.db"));
        Assert.Equal(1, code);
        Assert.Contains("no complete epoch", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("b.db")));
        Assert.Equal(1, ProgramRun.Run("restore", folder.File("none.log"), folder.File("b.db")).ExitCode);
    }

    [NeedsToolFact("bash")]
    public void A_full_disk_ends_the_run_and_the_last_durable_epoch_is_named_and_there()
    {
        using TemporaryFolder folder = new();
        string log = folder.File("a.log");
        // A limit on the file's size, in KiB, fails as a full disk does: in the middle of a write.
        // .NET's own code pages lie in such a file too, unless it may write them in place.
        string script = $"trap '' XFSZ; ulimit -f 3000; export DOTNET_EnableWriteXorExecute=0; exec dotnet '{ProgramRun.ProgramPath}' --seconds 30 --size 8 --log '{log}'";
        (int code, string output, string errors) = ProgramRun.RunTool("bash", "-c", script);
        Assert.True(code == 1, output + errors);
        Match named = Regex.Match(output, @"The last durable epoch is (\d+) \(transaction (\d+)\)");
        Assert.True(named.Success, output + errors);
        Assert.DoesNotContain("Unhandled", errors, StringComparison.Ordinal);
        LogContent read = LogReader.Read(log);
        Assert.Equal(named.Groups[1].Value, read.Image.Epoch.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(named.Groups[2].Value, read.Image.Transaction.ToString(CultureInfo.InvariantCulture));
        Assert.False(File.Exists(log + ".tmp"));
    }

    [NeedsToolFact("kill")]
    public void Interrupt_finishes_the_epoch_and_closes_cleanly()
    {
        foreach (string signal in new[] { "-INT", "-TERM" })
        {
            using TemporaryFolder folder = new();
            using ProgramRun run = ProgramRun.Start("--seconds", "600", "--size", "8", "--log", folder.File("a.log"));
            WaitFor(() => run.Output.Contains("epoch 1", StringComparison.Ordinal), run);
            Assert.Equal(0, ProgramRun.RunTool("kill", signal, run.Id.ToString(CultureInfo.InvariantCulture)).ExitCode);
            Assert.Equal(0, run.WaitForExit());
            Assert.Contains("lost 0", run.Output, StringComparison.Ordinal);
            Assert.Null(LogReader.Read(folder.File("a.log")).Damage);
        }
    }

    [Fact]
    public void A_child_ends_when_its_parent_is_gone()
    {
        using TemporaryFolder folder = new();
        using ProgramRun child = ProgramRun.Start("--announce", "--seconds", "600", "--size", "4", "--log", folder.File("a.log"));
        WaitFor(() => child.Output.Contains("durable 2 ", StringComparison.Ordinal), child);
        child.CloseInput();
        Assert.Equal(0, child.WaitForExit());
    }

    [Fact]
    public void Several_writers_run_from_the_command_line()
    {
        (int code, string output, string errors) = ProgramRun.Run("--writers", "3", "--source", "barrier", "--seconds", "1", "--size", "12", "--entries", "128");
        Assert.True(code == 0, output + errors);
        Assert.Contains("lost 0", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_that_cannot_be_made_is_one_sentence_and_no_stack()
    {
        (int code, _, string errors) = ProgramRun.Run("--seconds", "1", "--log", Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString(), "a.log"));
        Assert.Equal(1, code);
        Assert.Single(errors.Trim().Split('\n'));
    }

    private static void WaitFor(Func<bool> condition, ProgramRun run)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(2), run.Output + run.Errors);
            Thread.Sleep(20);
        }
    }
}
