using System;
using System.Diagnostics;
using RingCore.Benchmarks.Latency;
using RingCore.Benchmarks.Measuring.TwoThreads;
using RingCore.Benchmarks.Platform;
using RingCore.Layouts;
using RingCore.Platform;

namespace RingCore.Benchmarks.Virtio;

/// <summary>Chains of one buffer go from a driver to a device and back through one packed virtqueue. Nobody sleeps, so nobody is notified.</summary>
internal sealed unsafe class VirtqueueTrip : ITwoThreadParty
{
    /// <summary>One chain at a time.</summary>
    internal const string Idle = "PackedDriver, PackedDevice";

    /// <summary>Several at a time.</summary>
    internal const string Busy = "PackedDriver, PackedDevice, 64 under way";

    private const int Size = 256;
    private const int MostUnderWay = 64;

    private readonly AlignedBlock _block = new(VirtqueueMemory.BlockBytes(Size), CacheLine.PaddingBytes);
    private readonly PackedDriver _driver;
    private readonly PackedDevice _device;
    private readonly TripTimer _timer = new();
    private readonly bool _isBusy;

    internal VirtqueueTrip(bool isBusy)
    {
        _isBusy = isBusy;
        VirtqueueMemory memory = VirtqueueMemory.InBlock(Size, (nint)_block.Start, VirtqueueMemory.BlockBytes(Size));
        _driver = new PackedDriver(memory);
        _device = new PackedDevice(memory);
    }

    public string Name => _isBusy ? Busy : Idle;

    /// <summary>The device.</summary>
    public void Produce(long items)
    {
        Span<VirtqueueBuffer> buffers = stackalloc VirtqueueBuffer[1];
        // Trips are timed in batches, the last of which may be more than was asked for.
        long chains = _isBusy ? items : (items + TripTimer.BatchTrips - 1) / TripTimer.BatchTrips * TripTimer.BatchTrips;
        for (long i = 0; i < chains; i++)
        {
            VirtqueueChain chain;
            while (_device.TryTake(buffers, out chain) != VirtqueueTakeStatus.Taken)
            {
            }

            _device.Complete(chain, (uint)buffers[0].Address & 0xFF);
        }
    }

    /// <summary>The driver, which times it.</summary>
    public double Consume(long items) => _isBusy ? Stream(items) : Trips(items);

    public void Dispose() => _block.Dispose();

    private double Trips(long items)
    {
        _timer.Clear();
        for (long i = 0; i < items; i += TripTimer.BatchTrips)
        {
            _timer.Begin();
            for (long sent = i; sent < i + TripTimer.BatchTrips; sent++)
            {
                Add(sent);
                Reclaim();
            }

            _timer.End();
        }

        return _timer.Median();
    }

    private double Stream(long items)
    {
        long start = Stopwatch.GetTimestamp();
        long added = 0;
        for (long reclaimed = 0; reclaimed < items; reclaimed++)
        {
            for (; added < items && added - reclaimed < MostUnderWay; added++)
                Add(added);
            Reclaim();
        }

        return Clock.NanosecondsSince(start) / items;
    }

    private void Add(long number)
    {
        VirtqueueAddStatus status = _driver.Add([], [new VirtqueueBuffer((ulong)number, 0xFF)], (ulong)number);
        if (status != VirtqueueAddStatus.Added)
            throw new InvalidOperationException($"{Name}: {status} for chain {number}.");
    }

    private void Reclaim()
    {
        UsedBuffer used;
        while (_driver.TryReclaim(out used) != VirtqueueReclaimStatus.Reclaimed)
        {
            if (_driver.IsBroken)
                throw new InvalidOperationException($"{Name}: {_driver.LastViolation}.");
        }

        if (used.Written != ((uint)used.Token & 0xFF))
            throw new InvalidOperationException($"{Name}: chain {used.Token} came back with {used.Written}.");
    }
}
