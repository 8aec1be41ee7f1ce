using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using RingCore.Benchmarks.Platform;
using RingCore.Benchmarks.Transfer;

namespace RingCore.Benchmarks.Scale;

/// <summary>Several producers of one transfer, which take turns on one processor, and its consumer on the caller's.</summary>
/// <param name="transfer">Its producing side may be used by many threads.</param>
/// <param name="threads">Producers, 1 or more.</param>
/// <param name="items">Items of all producers together.</param>
/// <param name="cpu">The producers' processor.</param>
internal sealed class ManyProducers(ITransfer transfer, int threads, int items, int cpu) : IDisposable
{
    private readonly long _itemsOfEach = items / threads;
    private int _ready;
    private volatile bool _go;

    /// <summary>What the table calls it.</summary>
    internal string Name => NameOf(transfer.Name, threads);

    /// <summary>What the table calls a transfer with so many producers.</summary>
    internal static string NameOf(string transfer, int threads) => $"{transfer}, {threads} producers";

    /// <summary>Sends and receives all items once.</summary>
    /// <returns>Nanoseconds per item, from the start until the last is received.</returns>
    /// <exception cref="InvalidOperationException">Items were lost or invented.</exception>
    internal double Run()
    {
        _ready = 0;
        _go = false;
        List<Thread> producers = [];
        for (int i = 0; i < threads; i++)
        {
            Thread producer = new(Produce) { IsBackground = true, Name = $"producer {i}" };
            producers.Add(producer);
            producer.Start();
        }

        while (Volatile.Read(ref _ready) < threads)
            Thread.Yield();
        long start = Stopwatch.GetTimestamp();
        _go = true;
        ulong sum = transfer.Consume(_itemsOfEach * threads);
        double nanoseconds = Clock.NanosecondsSince(start) / (_itemsOfEach * threads);
        foreach (Thread producer in producers)
            producer.Join();
        ulong expected = (ulong)threads * ((ulong)_itemsOfEach * (ulong)(_itemsOfEach - 1) / 2);
        if (sum != expected)
            throw new InvalidOperationException($"{Name}: the numbers of the items sum up to {sum} and not to {expected}.");
        return nanoseconds;
    }

    /// <inheritdoc/>
    public void Dispose() => transfer.Dispose();

    private void Produce()
    {
        CpuAffinity.Pin(cpu);
        Interlocked.Increment(ref _ready);
        while (!_go)
            Thread.Yield();
        transfer.Produce(_itemsOfEach);
    }
}
