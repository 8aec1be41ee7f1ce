using RingCore.Layouts;
using RingCore.Litmus.Running;

namespace RingCore.Litmus.Rings;

/// <summary>Whether pages arrive as they were pushed: each producer's in its order, none lost, invented, repeated or torn.</summary>
/// <param name="by">Who checks.</param>
/// <param name="producers">How many push.</param>
/// <param name="pushes">Pages of each.</param>
/// <param name="words">What the pages hold.</param>
internal sealed class ArrivalCheck(string by, int producers, uint pushes, WrittenWords words)
{
    private readonly uint[] _next = new uint[producers];

    /// <summary>Pages that have arrived.</summary>
    internal long Arrived { get; private set; }

    /// <summary>The sum of their offsets, modulo 2^64.</summary>
    internal ulong OffsetSum { get; private set; }

    /// <summary>Whether all have arrived.</summary>
    internal bool IsComplete => Arrived == producers * (long)pushes;

    /// <summary>Takes the next page.</summary>
    /// <exception cref="RingViolationException">It is not the one that is due, or came without its data.</exception>
    internal void Take(DirtyPage page)
    {
        int producer = StressPages.Producer(page);
        if ((uint)producer >= (uint)producers)
            throw new RingViolationException($"{by}: page {page} is no producer's, after {Arrived} pages.");
        uint due = _next[producer];
        if (due == pushes || page != StressPages.Page(producer, due))
            throw new RingViolationException($"{by}: page {page} came where push {due} of producer {producer} was due, {StressPages.Page(producer, due)}.");
        words.Check(producer, due, by);
        _next[producer] = due + 1;
        Arrived++;
        OffsetSum += page.Offset;
    }
}
