using System;
using System.Collections.Generic;
using RingCore.Kvm;

namespace RingCore.KvmLab;

/// <summary>The kernel as judge of random workloads.</summary>
internal static class OracleChecks
{
    private static readonly OracleCase[] s_cases =
    [
        new(1, 256, TimeSpan.FromMilliseconds(1), Lists: 6, WritesPerList: 800, Partial: false),
        new(2, 256, TimeSpan.FromMilliseconds(1), Lists: 6, WritesPerList: 800, Partial: true),
        new(2, 256, TimeSpan.FromMilliseconds(20), Lists: 6, WritesPerList: 800, Partial: false),
        new(3, 4096, TimeSpan.FromMilliseconds(20), Lists: 8, WritesPerList: 1000, Partial: true),
    ];

    public static int Count => s_cases.Length;

    public static IEnumerable<(string Name, Func<(string? Wrong, string Outcome)> Check)> All(KvmSystem system)
    {
        for (int i = 0; i < s_cases.Length; i++)
        {
            OracleCase one = s_cases[i];
            int seed = i + 1;
            yield return ($"Traced: {one}", () =>
            {
                using OracleRun run = new(system, one, seed);
                return run.Check();
            });
        }
    }
}
