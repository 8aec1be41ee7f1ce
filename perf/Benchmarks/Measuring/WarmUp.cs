using System.Diagnostics;
using System.Runtime;
using RingCore.Benchmarks.Platform;

namespace RingCore.Benchmarks.Measuring;

/// <summary>Tells when what is measured runs in its last tier: a method has its 30 calls, and the JIT has had nothing to do for a while.</summary>
/// <remarks>
/// Calls are counted from a tenth of a second after the last new method was called; then an instrumented tier comes, and after 30 more calls
/// tier 1. A fixed time is not enough on a machine with much other work: half of what was measured would be the first tier's loops.
/// </remarks>
internal sealed class WarmUp
{
    private const int MinRounds = 40;
    private const double QuietNanoseconds = 1e9;
    private const double MaxNanoseconds = 6e9;

    private readonly long _start = Stopwatch.GetTimestamp();
    private long _lastCompiled = Stopwatch.GetTimestamp();
    private long _compiled = -1;

    /// <summary>Whether it is over. A machine with much other work, or a party with long turns, is not warmed up for ever.</summary>
    /// <param name="rounds">Rounds so far, each with at least one call of everything.</param>
    internal bool IsOver(int rounds)
    {
        long compiled = JitInfo.GetCompiledMethodCount();
        if (compiled != _compiled)
            (_compiled, _lastCompiled) = (compiled, Stopwatch.GetTimestamp());
        return (rounds >= MinRounds && Clock.NanosecondsSince(_lastCompiled) > QuietNanoseconds)
            || Clock.NanosecondsSince(_start) > MaxNanoseconds;
    }
}
