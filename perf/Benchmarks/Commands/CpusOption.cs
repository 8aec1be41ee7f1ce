using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;
using RingCore.Benchmarks.Platform;

namespace RingCore.Benchmarks.Commands;

/// <summary><c>--cpus 0,1</c>, as every command with pinned threads has it.</summary>
internal static class CpusOption
{
    internal static Option<int[]> Create() => new("--cpus")
    {
        Description = "Processors of producer and consumer, as in 0,1.",
        CustomParser = Parse,
        DefaultValueFactory = _ => [0, 1],
    };

    private static int[] Parse(ArgumentResult result)
    {
        string text = string.Join(",", result.Tokens.Select(static token => token.Value));
        List<int> cpus = [];
        foreach (string part in text.Split(','))
        {
            if (int.TryParse(part, out int cpu) && cpu is >= 0 and < CpuAffinity.MaxCpus)
                cpus.Add(cpu);
        }

        if (cpus.Count != 2 || cpus.Count != text.Split(',').Length || cpus[0] == cpus[1])
            result.AddError($"--cpus is two different processors from 0 to {CpuAffinity.MaxCpus - 1}, as in 0,1; not {text}.");
        return [.. cpus];
    }
}
