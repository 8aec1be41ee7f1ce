using System;
using System.Diagnostics;
using System.Threading;

namespace RingCore.KvmLab;

/// <summary>Runs checks one by one, prints a line for each, and counts. A check that hangs ends the program.</summary>
internal sealed class Tally
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(300);

    public int Passed { get; private set; }

    public int Failed { get; private set; }

    /// <summary>Runs a check.</summary>
    /// <param name="name">What is checked.</param>
    /// <param name="check">Returns null and a text to print where it passed, else what is wrong.</param>
    public void Run(string name, Func<(string? Wrong, string Outcome)> check)
    {
        using Timer watch = new(_ => Environment.FailFast($"'{name}' hangs."), null, s_longest, Timeout.InfiniteTimeSpan);
        long start = Stopwatch.GetTimestamp();
        (string? wrong, string outcome) = (null, "");
        try
        {
            (wrong, outcome) = check();
        }
#pragma warning disable CA1031 // the other checks go on
        catch (Exception failure)
#pragma warning restore CA1031
        {
            wrong = failure.ToString();
        }

        Passed += wrong is null ? 1 : 0;
        Failed += wrong is null ? 0 : 1;
        Console.WriteLine($"{(wrong is null ? "ok  " : "FAIL")} {name}: {wrong ?? outcome} [{Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms]");
    }
}
