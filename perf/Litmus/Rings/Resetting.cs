using System;
using System.Threading;
using RingCore.Layouts;
using RingCore.Litmus.Running;

namespace RingCore.Litmus.Rings;

/// <summary>The resetter: frees entries, and reads the pages' words afterwards, as whoever was granted the right to would.</summary>
internal sealed class Resetting(IDirtyResetter resetter, ArrivalCheck arrivals) : IRole
{
    private const int MaxEntries = 64;

    private readonly DirtyPage[] _pages = new DirtyPage[MaxEntries];

    /// <inheritdoc/>
    public bool IsDone => arrivals.IsComplete;

    /// <inheritdoc/>
    public bool Step()
    {
        Sink sink = new() { Pages = _pages };
        ResetResult result = resetter.Reset(ref sink, MaxEntries);
        if (result.Status > ResetStatus.LimitReached || result.Entries != sink.Count || result.OutOfRange != 0)
            throw new RingViolationException($"Resetter: after {arrivals.Arrived} entries: {result}, and the sink got {sink.Count} pages.");
        foreach (DirtyPage page in _pages.AsSpan(0, sink.Count))
            arrivals.Take(page);
        return sink.Count > 0;
    }

    /// <inheritdoc/>
    /// <remarks>No ring has a wait for a resetter: it comes again.</remarks>
    public WaitStatus Wait(WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation)
    {
        Thread.Yield();
        return WaitStatus.Ready;
    }

    private struct Sink : IResetSink
    {
        public required DirtyPage[] Pages { get; init; }

        public int Count { get; private set; }

        public void ResetPages(uint slot, ulong offset, ulong mask)
        {
            for (ulong rest = mask; rest != 0; rest &= rest - 1)
                Pages[Count++] = new DirtyPage(slot, offset + (uint)System.Numerics.BitOperations.TrailingZeroCount(rest));
        }
    }
}
