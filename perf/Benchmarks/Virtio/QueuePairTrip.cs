using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using RingCore.Benchmarks.Measuring.TwoThreads;
using RingCore.Benchmarks.Platform;
using RingCore.Benchmarks.Transfer;

namespace RingCore.Benchmarks.Virtio;

/// <summary>The framework's way there and back: one <see cref="ConcurrentQueue{T}"/> in each direction.</summary>
internal sealed class QueuePairTrip : ITwoThreadParty
{
    internal const string Busy = "two ConcurrentQueues, 64 under way";

    private const int MostUnderWay = 64;

    private readonly ConcurrentQueue<VirtqueueBuffer> _there = new();
    private readonly ConcurrentQueue<UsedBuffer> _back = new();

    public string Name => Busy;

    public void Produce(long items)
    {
        for (long i = 0; i < items; i++)
        {
            VirtqueueBuffer buffer;
            while (!_there.TryDequeue(out buffer))
                Pause.Briefly();
            _back.Enqueue(new UsedBuffer(buffer.Address, (uint)buffer.Address & 0xFF));
        }
    }

    public double Consume(long items)
    {
        long start = Stopwatch.GetTimestamp();
        long sent = 0;
        for (long received = 0; received < items; received++)
        {
            for (; sent < items && sent - received < MostUnderWay; sent++)
                _there.Enqueue(new VirtqueueBuffer((ulong)sent, 0xFF));
            UsedBuffer used;
            while (!_back.TryDequeue(out used))
                Pause.Briefly();
            if (used.Token != (ulong)received)
                throw new InvalidOperationException($"{Name}: {used.Token} came back in place of {received}.");
        }

        return Clock.NanosecondsSince(start) / items;
    }

    public void Dispose()
    {
    }
}
