using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using RingCore.Benchmarks.Platform;

namespace RingCore.Benchmarks.Transfer;

/// <summary>
/// Runs the competitors against each other on two pinned threads: every round gives each a short turn, in an order that rotates, so that
/// what changes with time (clock, neighbours, the distance of the processors) changes for all of them.
/// </summary>
/// <remarks>
/// A turn is: meet, ping-pong, meet, transfer, meet, ping-pong. It is thrown away where the kernel took one of the threads off its processor
/// meanwhile; the sum of what arrived is checked in any case.
/// </remarks>
internal sealed class TransferHarness(IReadOnlyList<ITransfer> field, int producerCpu, int consumerCpu)
{
    // Short, so that a turn often ends before the scheduler's slice does on a machine that is shared.
    private const double TurnSeconds = 0.003;
    private const long FirstItems = 20_000;
    private const long MinItems = 4_096;
    private const long MaxItems = 1 << 24;

    // Tier 1 needs 30 calls, and its code comes a tenth of a second after the last new method was called.
    private const int WarmUpRounds = 40;
    private const double MinWarmUpSeconds = 1;
    private const double MaxWarmUpSeconds = 10;

    private const int FailurePollMilliseconds = 100;

    private readonly Lockstep _pair = new();
    private readonly double[] _itemsPerSecond = new double[field.Count];
    private readonly List<Run> _runs = [];
    private ITransfer? _turn;
    private long _items;
    private long _producerSwitches;
    private volatile Exception? _failure;

    /// <summary>Turns that count.</summary>
    internal IReadOnlyList<Run> Runs => _runs;

    /// <summary>Turns thrown away because a thread was descheduled.</summary>
    internal int Descheduled { get; private set; }

    /// <summary>Turns thrown away because the processors' distance changed during them.</summary>
    internal int Moved { get; private set; }

    /// <summary>Runs rounds until the time is over; the last one is finished.</summary>
    /// <exception cref="InvalidOperationException">Something was lost, invented or refused on the way; the message says what.</exception>
    internal void Run(TimeSpan duration)
    {
        Thread producer = new(() => Guard(ProducerLoop, producerCpu)) { IsBackground = true, Name = "producer" };
        Thread consumer = new(() => Guard(() => ConsumerLoop(duration), consumerCpu)) { IsBackground = true, Name = "consumer" };
        producer.Start();
        consumer.Start();
        // A thread that failed leaves the other waiting for ever: a background thread, which ends with the process.
        while (!consumer.Join(FailurePollMilliseconds) && _failure is null)
        {
        }

        if (_failure is Exception failure)
            throw new InvalidOperationException(failure.Message, failure);
        producer.Join();
    }

    private void Guard(Action loop, int cpu)
    {
        try
        {
            CpuAffinity.Pin(cpu);
            loop();
        }
        catch (InvalidOperationException failure)
        {
            _failure = failure;
        }
    }

    private void ProducerLoop()
    {
        while (true)
        {
            _pair.Meet(Lockstep.Echo);
            if (_turn is not ITransfer turn)
                return;
            _pair.PingPong(Lockstep.Echo);
            long before = ThreadUsage.InvoluntarySwitches();
            _pair.Meet(Lockstep.Echo);
            turn.Produce(_items);
            _producerSwitches = ThreadUsage.InvoluntarySwitches() - before;
            _pair.Meet(Lockstep.Echo);
            _pair.PingPong(Lockstep.Echo);
        }
    }

    private void ConsumerLoop(TimeSpan duration)
    {
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; NeedsWarmUp(round, Stopwatch.GetElapsedTime(start).TotalSeconds); round++)
        {
            for (int i = 0; i < field.Count; i++)
                Turn(i, round);
        }

        _runs.Clear();
        (Descheduled, Moved) = (0, 0);
        start = Stopwatch.GetTimestamp();
        for (int round = 0; Stopwatch.GetElapsedTime(start) < duration; round++)
        {
            for (int i = 0; i < field.Count; i++)
                Turn((i + round) % field.Count, round);
        }

        _turn = null;
        _pair.Meet(Lockstep.Server);
    }

    /// <summary>A machine with much other work is not warmed up for ever.</summary>
    private static bool NeedsWarmUp(int rounds, double seconds) =>
        seconds < MinWarmUpSeconds || (rounds < WarmUpRounds && seconds < MaxWarmUpSeconds);

    private void Turn(int competitor, int round)
    {
        ITransfer turn = field[competitor];
        _turn = turn;
        _items = _itemsPerSecond[competitor] == 0
            ? FirstItems
            : Math.Clamp((long)(_itemsPerSecond[competitor] * TurnSeconds), MinItems, MaxItems);
        _pair.Meet(Lockstep.Server);
        double nanosecondsBefore = _pair.PingPong(Lockstep.Server);
        long switches = ThreadUsage.InvoluntarySwitches();
        _pair.Meet(Lockstep.Server);
        long start = Stopwatch.GetTimestamp();
        ulong sum = turn.Consume(_items);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        switches = ThreadUsage.InvoluntarySwitches() - switches;
        _pair.Meet(Lockstep.Server);
        double nanosecondsAfter = _pair.PingPong(Lockstep.Server);

        ulong expected = (ulong)_items * (ulong)(_items - 1) / 2;
        if (sum != expected)
            throw new InvalidOperationException($"{turn.Name}: the page numbers of {_items} pages sum up to {expected}, and {sum} arrived.");
        _itemsPerSecond[competitor] = _items / seconds;
        if (switches + _producerSwitches > 0)
        {
            Descheduled++;
            return;
        }

        Distance distance = DistanceTag.Of(nanosecondsBefore, nanosecondsAfter);
        if (distance == Distance.Moved)
            Moved++;
        else
            _runs.Add(new Run(round, competitor, _items / seconds, distance, (nanosecondsBefore + nanosecondsAfter) / 2));
    }
}
