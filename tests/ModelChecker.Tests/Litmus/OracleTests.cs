using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.ModelChecker.Tests.Litmus;

[Trait("Category", "Model")]
public sealed class OracleTests(ITestOutputHelper output)
{
    private static int Programs => int.Parse(Environment.GetEnvironmentVariable("RINGCORE_MODEL_PROGRAMS") ?? "2000", null);

    [Theory]
    [InlineData(MemoryModel.DotNet, 1)]
    [InlineData(MemoryModel.X64, 2)]
    public void Finds_exactly_the_outcomes_of_the_oracle_on_random_programs(MemoryModel model, int seed)
    {
        Compare(LitmusGenerator.Next, Programs, "abcdefghxy", model, seed);
    }

    [Theory]
    [InlineData(MemoryModel.DotNet, 3)]
    [InlineData(MemoryModel.X64, 4)]
    public void Finds_exactly_the_outcomes_of_the_oracle_on_random_programs_of_mixed_widths(MemoryModel model, int seed)
    {
        Compare(LitmusGenerator.NextWide, Programs / 8, "abcdefABCD", model, seed);
    }

    private void Compare(Func<Random, LitmusOperation[][]> next, int programs, string observe, MemoryModel model, int seed)
    {
        Random random = new(seed);
        long executions = 0;
        long late = 0;
        for (int i = 0; i < programs; i++)
        {
            LitmusOperation[][] threads = next(random);
            SortedSet<string> found = LitmusProgram.Outcomes(threads, observe, model, out ExplorationResult result);
            SortedSet<string> expected = LitmusOracle.Outcomes(threads, observe, model);
            executions += result.Executions;
            late += result.PromiseSets > 1 ? 1 : 0;
            Assert.True(found.SetEquals(expected),
                $"program {i} of seed {seed}: {string.Join(" || ", threads.Select(t => string.Join("; ", t.Select(o => o.ToString()))))}\n" +
                $"missing: {string.Join(' ', expected.Except(found))}\nwrong: {string.Join(' ', found.Except(expected))}");
        }

        output.WriteLine($"{programs} random programs, {executions} executions, {late} programs with reads that may be late");
    }
}
