using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using RingCore.Litmus.Running;

namespace RingCore.Litmus.Rings;

/// <summary>One ring from its first push to its last reset, the counters' wrap in the middle.</summary>
internal sealed class Round : IDisposable
{
    private const uint Pushes = 16_384;

    // A lost wake-up and a lost entry both look like this. Far longer than a busy machine keeps a thread waiting.
    private static readonly TimeSpan s_stall = TimeSpan.FromSeconds(60);

    private readonly IPageRing _ring;
    private readonly WrittenWords _words = new();
    private readonly Pushing[] _pushing;
    private readonly ArrivalCheck _harvested;
    private readonly ArrivalCheck? _reset;
    private readonly IRole[][] _parties;
    private readonly WaitStrategy _strategy;

    /// <summary>Makes the ring and gives the roles out.</summary>
    /// <param name="design">The ring.</param>
    /// <param name="threads">2 or 3.</param>
    /// <param name="strategy">How a thread waits when none of its roles can do anything.</param>
    /// <param name="hesitates">Whether the producers hesitate, see <see cref="Pushing"/>.</param>
    internal Round(RingDesign design, int threads, WaitStrategy strategy, bool hesitates)
    {
        int producers = design.IsShared ? StressPages.MaxProducers : 1;
        _strategy = strategy;
        _ring = design.Make((1UL << 32) - (Pushes * (uint)producers / 2));
        _harvested = new ArrivalCheck("Collector", producers, Pushes, _words);
        _reset = _ring.Resetter is null ? null : new ArrivalCheck("Resetter", producers, Pushes, _words);
        _pushing = [.. Enumerable.Range(0, producers).Select(producer => new Pushing(_ring, producer, Pushes, _words, hesitates))];
        Harvesting harvesting = new(_ring, _harvested);
        IRole[] resetting = _reset is null ? [] : [new Resetting(_ring.Resetter!, _reset)];
        _parties = (design.IsShared, threads) switch
        {
            (false, 2) => [[_pushing[0]], [harvesting, .. resetting]],
            (false, _) => [[_pushing[0]], [harvesting], resetting],
            (true, 2) => [[_pushing[0]], [harvesting, .. resetting, _pushing[1]]],
            (true, _) => [[_pushing[0]], [_pushing[1]], [harvesting, .. resetting]],
        };
    }

    /// <summary>Pages that have been checked to the end of their way.</summary>
    internal long Pages => (_reset ?? _harvested).Arrived;

    /// <summary>Who does what, for the table.</summary>
    internal static string Describe(RingDesign design, int threads) => (design.IsShared, threads) switch
    {
        (false, _) when design.IsTyped => "producer | consumer",
        (true, 2) when design.IsTyped => "producer | producer, consumer",
        (true, _) when design.IsTyped => "producer | producer | consumer",
        (false, 2) => "producer | collector, resetter",
        (false, _) => "producer | collector | resetter",
        (true, 2) => "producer | producer, collector, resetter",
        (true, _) => "producer | producer | collector, resetter",
    };

    /// <summary>Plays a thread's roles until all of them are done.</summary>
    /// <exception cref="RingViolationException">Something arrived that was not due, or nothing arrived any more.</exception>
    internal void Play(int party, CancellationToken abandoned)
    {
        IRole[] roles = _parties[party];
        long moved = Stopwatch.GetTimestamp();
        while (Array.Find(roles, static role => !role.IsDone) is IRole unfinished)
        {
            bool any = false;
            foreach (IRole role in roles)
                any |= !role.IsDone && role.Step();
            if (any)
            {
                moved = Stopwatch.GetTimestamp();
                continue;
            }

            WaitStatus status = unfinished.Wait(_strategy, s_stall, abandoned);
            abandoned.ThrowIfCancellationRequested();
            if (status != WaitStatus.Ready || Stopwatch.GetElapsedTime(moved) > s_stall)
                throw new RingViolationException(
                    $"{unfinished.GetType().Name}: nothing came for {s_stall.TotalSeconds} s ({status}, {_strategy}): "
                    + $"{_harvested.Arrived} pages were harvested, {Pages} have left the ring.");
        }
    }

    /// <summary>The last check, once all have played.</summary>
    /// <exception cref="RingViolationException">The sums differ.</exception>
    internal void CheckSums()
    {
        ulong pushed = _pushing.Aggregate(0UL, static (sum, producer) => unchecked(sum + producer.OffsetSum));
        ulong left = (_reset ?? _harvested).OffsetSum;
        if (pushed != _harvested.OffsetSum || pushed != left)
            throw new RingViolationException($"The offsets sum up to {pushed} pushed, {_harvested.OffsetSum} harvested, {left} that have left the ring.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ring.Dispose();
        _words.Dispose();
    }
}
