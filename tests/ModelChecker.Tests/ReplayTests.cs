using System;
using System.Runtime.Intrinsics;
using Xunit;
using Fp = RingCore.ModelChecker.ModelFencePoints;

namespace RingCore.ModelChecker.Tests;

/// <summary>What a failure gives to its reader.</summary>
[Trait("Category", "Model")]
public sealed unsafe class ReplayTests
{
    [Fact]
    public void A_failure_prints_a_column_for_each_thread_and_who_reads_from_whom()
    {
        using ModelProgram program = MessagePassing();
        Failure failure = Explorer.Explore(program).Failure!;
        Assert.Equal("the payload is stale", failure.Message);
        string[] lines = failure.Table.Split(Environment.NewLine);
        Assert.Matches(@"^\| writer +\| reader +\|$", lines[0]);
        Assert.Contains("WritePlain payload = 1  [ReplayTests.cs:", failure.Table, StringComparison.Ordinal);
        Assert.Contains("ReadPlain flag -> 1 from writer 1", failure.Table, StringComparison.Ordinal);
        Assert.Contains("ReadPlain payload -> 0 from start", failure.Table, StringComparison.Ordinal);
    }

    [Fact]
    public void A_replay_builds_the_same_execution_again()
    {
        using ModelProgram first = MessagePassing();
        Failure failure = Explorer.Explore(first).Failure!;
        using ModelProgram second = MessagePassing();
        Assert.Equal(failure.Table, Explorer.Replay(second, failure.Replay));
    }

    [Theory]
    [InlineData(MemoryModel.DotNet)]
    [InlineData(MemoryModel.X64WithTornWide)]
    [InlineData(MemoryModel.X64WithUnorderedWide)]
    public void A_wide_store_is_shown_and_replayed(MemoryModel model)
    {
        ExplorationOptions options = new() { Model = model };
        using ModelProgram first = WideMessagePassing();
        Failure failure = Explorer.Explore(first, options).Failure!;
        using ModelProgram second = WideMessagePassing();
        Assert.Equal(failure.Table, Explorer.Replay(second, failure.Replay, options));
        Assert.Contains(model == MemoryModel.X64WithUnorderedWide ? "StoreWide words = 20000000000000001  [ReplayTests.cs:" : "StoreWide words+8 = 2  [ReplayTests.cs:",
            failure.Table, StringComparison.Ordinal);
        Assert.NotNull(Explorer.Search(first, seed: 3, walks: 1000, options).Failure);
        Assert.Null(Explorer.Explore(second, new ExplorationOptions { Model = MemoryModel.X64 }).Failure);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-,-/1@0.1,0@i/0:0.0;0:0.1/")]
    [InlineData("-/1@0.1,0@i/")]
    [InlineData("-,-/-,-/")]
    public void A_replay_of_another_program_is_refused(string replay)
    {
        using ModelProgram program = MessagePassing();
        Assert.Throws<FormatException>(() => Explorer.Replay(program, replay));
    }

    [Fact]
    public void A_replay_of_what_the_memory_does_not_allow_is_refused()
    {
        using ModelProgram program = MessagePassing();
        string replay = Explorer.Explore(program).Failure!.Replay;
        Assert.Throws<FormatException>(() => Explorer.Replay(program, replay, new ExplorationOptions { Model = MemoryModel.X64 }));
    }

    [Fact]
    public void A_random_search_finds_the_failure_and_names_its_seed()
    {
        using ModelProgram program = MessagePassing();
        ExplorationResult result = Explorer.Search(program, seed: 7, walks: 1000);
        Assert.Equal("the payload is stale", result.Failure?.Message);
        Assert.Contains("(seed 7)", result.ToString(), StringComparison.Ordinal);
        Assert.Equal(result.Failure, Explorer.Search(program, seed: 7, walks: 1000).Failure);
    }

    [Fact]
    public void A_random_search_finds_reads_that_are_late()
    {
        using ModelProgram program = new("load buffering");
        uint* x = program.Word("x");
        uint* y = program.Word("y");
        program.Thread("T0", () =>
        {
            Model.Note("a", Fp.ReadPlain(x));
            Fp.WritePlain(y, 1);
        });
        program.Thread("T1", () =>
        {
            Model.Note("b", Fp.ReadPlain(y));
            Fp.WritePlain(x, 1);
        });
        int both = 0;
        program.Check = execution =>
        {
            int ones = 0;
            foreach (Observation observation in execution.Observations())
                ones += (int)observation.Value;
            both += ones == 2 ? 1 : 0;
            return null;
        };
        ExplorationResult result = Explorer.Search(program, seed: 1, walks: 1000);
        Assert.Equal(4, result.Executions);
        Assert.Equal(1, both);
        Assert.False(result.IsExhaustive);
    }

    [Fact]
    public void A_body_that_is_not_a_function_of_what_it_reads_is_refused()
    {
        using ModelProgram program = new("clock");
        uint* x = program.Word("x");
        uint runs = 0;
        program.Thread("T0", () =>
        {
            Fp.WritePlain(x, ++runs);
            Fp.ReadPlain(x);
        });
        Assert.Contains("with the same values read", Assert.ThrowsAny<Exception>(() => Explorer.Explore(program)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_access_outside_the_programs_memory_is_a_failure()
    {
        using ModelProgram program = new("outside");
        uint elsewhere = 0;
        nint address = (nint)(&elsewhere);
        program.Thread("T0", () => Fp.WritePlain((uint*)address, 1));
        Assert.Contains("outside the program's memory", Explorer.Explore(program).Failure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exploration_that_is_stopped_says_so()
    {
        using ModelProgram program = MessagePassing();
        program.Check = null;
        Assert.True(Explorer.Explore(program).IsExhaustive);
        ExplorationResult stopped = Explorer.Explore(program, new ExplorationOptions { MaxExecutions = 1 });
        Assert.False(stopped.IsExhaustive);
        Assert.Equal(1, stopped.Executions);
    }

    [Fact]
    public void A_thread_that_never_ends_is_cut_and_the_exploration_is_not_exhaustive()
    {
        using ModelProgram program = new("endless");
        uint* x = program.Word("x");
        program.Thread("T0", () =>
        {
            for (uint i = 0; ; i++)
                Fp.WritePlain(x, i);
        });
        ExplorationResult result = Explorer.Explore(program);
        Assert.False(result.IsExhaustive);
        Assert.Equal(1, result.Cut);
    }

    [Fact]
    public void A_weakening_hits_one_line_and_no_other()
    {
        using ModelProgram program = new("lines");
        uint* x = program.Word("x");
        uint* y = program.Word("y");
        program.Thread("T0", () =>
        {
            Fp.WritePlain(x, 1);
            Fp.StoreRelease(y, 1);
        });
        program.Thread("T1", () =>
        {
            uint flag = Fp.LoadAcquire(y); // the acquire
            if (flag == 1 && Fp.ReadPlain(x) == 0)
                Model.Fail("stale");
        });
        int acquire = Array.FindIndex(Source(), line => line.EndsWith("// the acquire", StringComparison.Ordinal)) + 1;
        Assert.Null(Explorer.Explore(program).Failure);
        Assert.Null(Explorer.Explore(program, new ExplorationOptions { Weakening = new Weakening("ReplayTests.cs", acquire + 1) }).Failure);
        Assert.NotNull(Explorer.Explore(program, new ExplorationOptions { Weakening = new Weakening("ReplayTests.cs", acquire) }).Failure);
    }

    [Fact]
    public void An_exchange_that_is_taken_apart_loses_an_update()
    {
        using ModelProgram program = new("apart");
        ulong* x = program.LongWord("x");
        program.Thread("T0", () => Fp.Or(x, 1)); // the exchange
        program.Thread("T1", () => Fp.Or(x, 2));
        program.Check = execution => execution.Final((uint*)x) == 3 ? null : "lost";
        int line = Array.FindIndex(Source(), text => text.EndsWith("// the exchange", StringComparison.Ordinal)) + 1;
        Assert.Null(Explorer.Explore(program, new ExplorationOptions { Weakening = new Weakening("ReplayTests.cs", line) }).Failure);
        ExplorationOptions apart = new() { Weakening = new Weakening("ReplayTests.cs", line, TakesExchangesApart: true) };
        Assert.Equal("lost", Explorer.Explore(program, apart).Failure?.Message);
    }

    private static string[] Source([System.Runtime.CompilerServices.CallerFilePath] string path = "") => System.IO.File.ReadAllLines(path);

    // An entry in 16 bytes, and a count of entries in another 16.
    private static ModelProgram WideMessagePassing()
    {
        ModelProgram program = new("wide message passing");
        ulong* words = (ulong*)program.Block("words", 32);
        program.Thread("writer", () =>
        {
            Fp.StoreWide128(words, Vector128.Create(1UL, 2));
            Fp.StoreWide128(words + 2, Vector128.Create(1UL, 0));
        });
        program.Thread("reader", () =>
        {
            Vector128<ulong> count = Fp.LoadWide128(words + 2);
            Vector128<ulong> entry = Fp.LoadWide128(words);
            if (count[0] == 1 ? entry != Vector128.Create(1UL, 2) : (entry[0] == 1) != (entry[1] == 2))
                Model.Fail("torn or stale");
        });
        return program;
    }

    private static ModelProgram MessagePassing()
    {
        ModelProgram program = new("message passing");
        uint* payload = program.Word("payload");
        uint* flag = program.Word("flag");
        program.Thread("writer", () =>
        {
            Fp.WritePlain(payload, 1);
            Fp.WritePlain(flag, 1);
        });
        program.Thread("reader", () =>
        {
            Model.Note("flag", Fp.ReadPlain(flag));
            Model.Note("payload", Fp.ReadPlain(payload));
        });
        program.Check = execution =>
            string.Join(' ', execution.Observations(1)) == "flag=1 payload=0" ? "the payload is stale" : null;
        return program;
    }
}
