using System;
using System.Collections.Generic;
using System.Runtime.Intrinsics;
using Xunit;
using Fp = RingCore.ModelChecker.ModelFencePoints;

namespace RingCore.ModelChecker.Tests.Litmus;

/// <summary>Accesses of several widths to one place, wide loads, merged accesses.</summary>
[Trait("Category", "Model")]
public sealed unsafe class MixedWidthTests
{
    [Theory]
    [InlineData(MemoryModel.DotNet)]
    [InlineData(MemoryModel.X64)]
    public void An_8_byte_access_is_never_torn(MemoryModel model)
    {
        using ModelProgram program = new("8 bytes");
        ulong* word = program.LongWord("word");
        program.Thread("writer", () => Fp.WritePlain(word, 0x1_0000_0001));
        program.Thread("reader", () => Model.Note("a", Fp.ReadPlain(word)));
        Assert.Equal(["0", "4294967297"], Values(program, model, "a"));
    }

    [Theory]
    [InlineData(MemoryModel.DotNet)]
    [InlineData(MemoryModel.X64)]
    public void Two_4_byte_writes_are_seen_by_an_8_byte_read_in_every_mixture(MemoryModel model)
    {
        using ModelProgram program = new("mixed");
        ulong* word = program.LongWord("word");
        program.Thread("low", () => Fp.WritePlain((uint*)word, 1));
        program.Thread("high", () => Fp.WritePlain((uint*)word + 1, 1));
        program.Thread("reader", () => Model.Note("a", Fp.ReadPlain(word)));
        Assert.Equal(["0", "1", "4294967296", "4294967297"], Values(program, model, "a"));
    }

    [Fact]
    public void An_8_byte_read_can_be_late_and_is_not_torn()
    {
        using ModelProgram program = new("load buffering, 8 bytes");
        ulong* x = program.LongWord("x");
        ulong* y = program.LongWord("y");
        const ulong Both = 0x1_0000_0001;
        program.Thread("T0", () =>
        {
            ulong seen = Fp.ReadPlain(x);
            Model.Note("a", seen == Both ? 1u : seen == 0 ? 0u : 9u);
            Fp.WritePlain(y, Both);
        });
        program.Thread("T1", () =>
        {
            Model.Note("b", Fp.ReadPlain(y) == Both ? 1u : 0u);
            Fp.WritePlain(x, Both);
        });
        Assert.Equal(["00", "01", "10", "11"], Values(program, MemoryModel.DotNet, "a", "b"));
        Assert.Equal(["00", "01", "10"], Values(program, MemoryModel.X64, "a", "b"));
    }

    [Fact]
    public void The_elements_of_a_wide_load_are_unordered_in_dotnet()
    {
        Assert.Equal(["00", "01", "10", "11"], WideAgainstTwoReleases(MemoryModel.DotNet));
    }

    [Fact]
    public void A_16_byte_load_is_one_access_on_x64()
    {
        Assert.Equal(["00", "10", "11"], WideAgainstTwoReleases(MemoryModel.X64));
    }

    [Fact]
    public void The_halves_of_a_32_byte_load_are_unordered_on_x64()
    {
        using ModelProgram program = new("32 bytes");
        ulong* words = (ulong*)program.Block("words", 32);
        program.Thread("writer", () =>
        {
            Fp.StoreRelease(words, 1);
            Fp.StoreRelease(words + 2, 1);
        });
        program.Thread("reader", () =>
        {
            Vector256<ulong> seen = Fp.LoadWide256(words);
            Model.Note("a", seen[0]);
            Model.Note("b", seen[2]);
        });
        Assert.Equal(["00", "01", "10", "11"], Values(program, MemoryModel.X64, "a", "b"));
    }

    [Theory]
    [InlineData(MemoryModel.X64, "00 01 11", "00 01 11")]
    [InlineData(MemoryModel.X64WithTornWide, "00 01 10 11", "00 01 11")]
    [InlineData(MemoryModel.X64WithUnorderedWide, "00 01 11", "00 01 10 11")]
    [InlineData(MemoryModel.DotNet, "00 01 10 11", "00 01 10 11")]
    public void Each_axiom_about_wide_accesses_shows(MemoryModel model, string halvesOfOneStore, string twoStores)
    {
        Assert.Equal(halvesOfOneStore.Split(' '), WideStores(model, static (words, one) => Fp.StoreWide128((ulong*)words, one), 0, 1));
        Assert.Equal(twoStores.Split(' '), WideStores(model, StoreTwo, 2, 0));

        static void StoreTwo(nint words, Vector128<ulong> one)
        {
            Fp.StoreWide128((ulong*)words, one);
            Fp.StoreWide128((ulong*)words + 2, one);
        }
    }

    [Fact]
    public void A_wide_store_that_is_not_aligned_to_16_bytes_has_8_byte_ends()
    {
        using ModelProgram program = new("32 bytes at 8");
        ulong* words = (ulong*)program.Block("words", 64);
        program.Thread("writer", () => Fp.StoreWide256(words + 1, Vector256<ulong>.One));
        program.Check = execution => execution.Final((uint*)(words + 1)) + execution.Final((uint*)(words + 4)) == 2 ? null : "not written";
        program.Thread("reader", () => Model.Assume(Fp.LoadWide128(words + 2) == Vector128<ulong>.One && Fp.ReadPlain(words + 1) == 0 && Fp.ReadPlain(words + 4) == 0));
        ExplorationResult result = Explorer.Explore(program, new ExplorationOptions { Model = MemoryModel.X64 });
        Assert.Null(result.Failure);
        Assert.Equal(1, result.Executions);
    }

    [Fact]
    public void What_a_write_copies_from_a_wide_load_depends_on_it()
    {
        using ModelProgram program = new("copies");
        ulong* from = (ulong*)program.Block("from", 16);
        ulong* to = (ulong*)program.Block("to", 16);
        program.Thread("there", () => Fp.StoreWide128(to, Fp.LoadWide128(from)));
        program.Thread("back", () => Fp.StoreWide128(from, Fp.LoadWide128(to) + Vector128.Create(0UL, 1)));
        program.Check = execution => execution.Final((uint*)to) == 0 && execution.Final((uint*)(to + 1)) <= 1 ? null : "out of thin air";
        foreach (MemoryModel model in Enum.GetValues<MemoryModel>())
        {
            ExplorationResult result = Explorer.Explore(program, new ExplorationOptions { Model = model });
            Assert.Null(result.Failure);
            Assert.True(result.IsExhaustive);
        }
    }

    [Fact]
    public void Code_that_assumes_the_axioms_can_ask_for_fence_points_that_have_them()
    {
        Assert.True(OrdersWideAccesses<ModelX64FencePoints>());
        Assert.False(OrdersWideAccesses<Fp>());

        static bool OrdersWideAccesses<TFence>()
            where TFence : IFencePoints => TFence.OrdersWideAccesses;
    }

    [Fact]
    public void Adjacent_plain_reads_merge_across_a_bare_fence_in_dotnet()
    {
        Assert.Contains("10", FlagBesidePayload(MemoryModel.DotNet, once: false));
        Assert.DoesNotContain("10", FlagBesidePayload(MemoryModel.X64, once: false));
        Assert.DoesNotContain("10", FlagBesidePayload(MemoryModel.DotNet, once: true));
    }

    [Fact]
    public void Adjacent_plain_writes_merge_across_a_bare_fence_in_dotnet()
    {
        using ModelProgram program = new("stp");
        uint* words = (uint*)program.Block("words", 16);
        ulong* offset = (ulong*)words + 1;

        // The shape in which the JIT was seen to publish a flag before its payload: offset, slot, barrier, flags.
        program.Thread("writer", () =>
        {
            Fp.WritePlain(offset, 1);
            Fp.WritePlain(words + 1, 1);
            Fp.FullFence();
            Fp.WritePlain(words, 1);
        });
        program.Thread("reader", () =>
        {
            Model.Note("a", Fp.LoadAcquire(words));
            Model.Note("b", Fp.ReadPlain(offset));
        });
        Assert.Contains("10", Values(program, MemoryModel.DotNet, "a", "b"));
        Assert.DoesNotContain("10", Values(program, MemoryModel.X64, "a", "b"));
    }

    [Fact]
    public void A_compare_exchange_that_fails_writes_nothing()
    {
        using ModelProgram program = new("compare");
        uint* word = program.Word("word");
        for (uint t = 1; t <= 2; t++)
        {
            uint mine = t;
            program.Thread($"T{t}", () => Model.Note("ab"[(int)mine - 1].ToString(), Fp.CompareExchange(word, mine, 0)));
        }

        program.Thread("reader", () => Model.Note("c", Fp.ReadPlain(word)));
        Assert.Equal(["010", "011", "200", "202"], Values(program, MemoryModel.DotNet, "a", "b", "c"));
        program.Check = execution => execution.Final(word) is 1 or 2 ? null : "nobody won";
        Assert.Null(Explorer.Explore(program).Failure);
    }

    [Fact]
    public void Or_and_And_lose_no_bit()
    {
        using ModelProgram program = new("bits");
        ulong* word = program.LongWord("word", 0b1000);
        program.Thread("sets 0", () => Fp.Or(word, 0b0001));
        program.Thread("sets 1", () => Fp.Or(word, 0b0010));
        program.Thread("clears 3", () => Fp.And(word, ~0b1000UL));
        program.Check = execution => execution.Final((uint*)word) == 0b0011 ? null : $"{execution.Final((uint*)word):b}";
        ExplorationResult result = Explorer.Explore(program);
        Assert.Null(result.Failure);
        Assert.Equal(6, result.Executions);
    }

    private static SortedSet<string> WideAgainstTwoReleases(MemoryModel model)
    {
        using ModelProgram program = new("16 bytes");
        ulong* words = (ulong*)program.Block("words", 16);
        program.Thread("writer", () =>
        {
            Fp.StoreRelease(words, 1);
            Fp.StoreRelease(words + 1, 1);
        });
        program.Thread("reader", () =>
        {
            Vector128<ulong> seen = Fp.LoadWide128(words);
            Model.Note("a", seen[0]);
            Model.Note("b", seen[1]);
        });
        return Values(program, model, "a", "b");
    }

    // A writer, and a reader that acquires one 8-byte element and then reads another.
    private static SortedSet<string> WideStores(MemoryModel model, Action<nint, Vector128<ulong>> write, int acquired, int read)
    {
        using ModelProgram program = new("wide stores");
        nint words = (nint)program.Block("words", 32);
        program.Thread("writer", () => write(words, Vector128<ulong>.One));
        program.Thread("reader", () =>
        {
            Model.Note("a", Fp.LoadAcquire((ulong*)words + acquired));
            Model.Note("b", Fp.ReadPlain((ulong*)words + read));
        });
        return Values(program, model, "a", "b");
    }

    private static SortedSet<string> FlagBesidePayload(MemoryModel model, bool once)
    {
        using ModelProgram program = new("ldp");
        uint* words = (uint*)program.Block("words", 8);
        program.Thread("writer", () =>
        {
            Fp.WritePlain(words + 1, 1);
            Fp.StoreRelease(words, 1);
        });
        program.Thread("reader", () =>
        {
            Model.Note("a", once ? Fp.ReadOnce(words) : Fp.ReadPlain(words));
            Fp.FullFence();
            Model.Note("b", Fp.ReadPlain(words + 1));
        });
        return Values(program, model, "a", "b");
    }

    private static SortedSet<string> Values(ModelProgram program, MemoryModel model, params string[] names)
    {
        SortedSet<string> outcomes = new(StringComparer.Ordinal);
        program.Check = execution =>
        {
            string outcome = "";
            foreach (string name in names)
            {
                foreach (Observation observation in execution.Observations())
                {
                    if (observation.Name == name)
                        outcome += observation.Value;
                }
            }

            outcomes.Add(outcome);
            return null;
        };
        ExplorationResult result = Explorer.Explore(program, new ExplorationOptions { Model = model });
        Assert.Null(result.Failure);
        Assert.True(result.IsExhaustive);
        return outcomes;
    }
}
