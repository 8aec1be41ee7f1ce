using System;
using System.Threading;
using RingCore.Layouts;
using RingCore.Litmus.Running;

namespace RingCore.Litmus.Rings;

/// <summary>A producer: writes the pages' words, then pushes, one page or a batch.</summary>
/// <param name="ring">The ring.</param>
/// <param name="producer">Its number.</param>
/// <param name="pushes">Pages to push.</param>
/// <param name="words">What the pages hold.</param>
/// <param name="hesitates">
/// Whether it lets a random time pass after each push. The ring is nearly empty then, and an entry is looked at the moment it is published;
/// otherwise it is nearly full, and an entry is pushed to the moment it is free.
/// </param>
internal sealed class Pushing(IPageRing ring, int producer, uint pushes, WrittenWords words, bool hesitates) : IRole
{
    private const uint MaxBatch = 12;
    private const int MaxPauseSpins = 64;

    private readonly DirtyPage[] _batch = new DirtyPage[MaxBatch];
    private readonly Random _random = new(producer);
    private uint _pushed;
    private uint _turn;

    /// <summary>The sum of the offsets pushed, modulo 2^64.</summary>
    internal ulong OffsetSum { get; private set; }

    /// <inheritdoc/>
    public bool IsDone => _pushed == pushes;

    /// <inheritdoc/>
    public bool Step()
    {
        int count = (int)Math.Min(1 + (_turn++ % MaxBatch), pushes - _pushed);
        for (int i = 0; i < count; i++)
        {
            words.Write(producer, _pushed + (uint)i);
            _batch[i] = StressPages.Page(producer, _pushed + (uint)i);
        }

        PushResult result = count == 1 ? Single(_batch[0]) : ring.Push(_batch.AsSpan(0, count));
        if (result.Status > PushStatus.RefusedFull)
            throw new RingViolationException($"Producer {producer}: push {_pushed} ended with {result.Status}.");
        foreach (DirtyPage page in _batch.AsSpan(0, result.Pushed))
            OffsetSum += page.Offset;
        _pushed += (uint)result.Pushed;
        if (hesitates)
            Thread.SpinWait(_random.Next(MaxPauseSpins));
        return result.Pushed > 0;
    }

    /// <inheritdoc/>
    public WaitStatus Wait(WaitStrategy strategy, TimeSpan timeout, CancellationToken cancellation) =>
        ring.WaitForSpace(strategy, timeout, cancellation);

    private PushResult Single(DirtyPage page)
    {
        PushStatus status = ring.Push(page);
        return new PushResult(status, status <= PushStatus.PublishedSoftFull ? 1 : 0);
    }
}
