using System;
using System.Collections.Generic;
using LiveCheckpoint.Workloads;
using RingCore.Hostile.Oracle;
using RingCore.Hostile.Stepped;

namespace RingCore.Hostile.Virtio;

/// <summary>
/// One side of a virtqueue works while the other, which lies, acts between any two of its accesses. One thread; the seed decides everything. What the
/// side under attack owes, whatever the peer writes, is checked with each call.
/// </summary>
internal sealed class QueueProgramme(bool attacksDevice, ulong seed)
{
    private const int Steps = 120;
    private const int MostBuffers = 4;

    private static readonly int[] s_sizes = [1, 2, 3, 5, 8, 13, 64];

    private RandomSequence _random = new(RandomSequence.Mix(seed));

    /// <summary>The step under way.</summary>
    internal int Step { get; private set; }

    /// <summary>Runs to the end.</summary>
    /// <exception cref="OracleException">A promise was broken.</exception>
    /// <exception cref="OutsideAccessException">An access outside the queue.</exception>
    internal void Run(QueueTally tally)
    {
        int size = s_sizes[_random.Below(s_sizes.Length)];
        VirtqueueFeatures features = (VirtqueueFeatures)_random.Below(8);
        PackedPosition start = new(_random.Below(size), _random.Below(2) == 0);
        using QueueMemory memory = new(size, attacksDevice);
        try
        {
            if (attacksDevice)
                AttackDevice(memory, features, start, tally);
            else
                AttackDriver(memory, features, start, tally);
        }
        finally
        {
            Interleaving.End();
        }
    }

    private int Odds() => _random.Below(4) switch { 0 => 10, 1 => 100, 2 => 300, _ => 600 };

    private void AttackDevice(QueueMemory memory, VirtqueueFeatures features, PackedPosition start, QueueTally tally)
    {
        HostileDriver peer = new(memory, features, start, _random.Next());
        VirtqueueDevice<SteppedFencePoints> device = new(memory.Queue, features, start, mostIndirect: QueueMemory.TableEntries);
        List<VirtqueueChain> held = [];
        VirtqueueBuffer[] buffers = new VirtqueueBuffer[QueueMemory.TableEntries];
        int odds = Odds();
        for (Step = 0; Step < Steps; Step++)
        {
            peer.Act();
            Interleaving.Begin(memory, peer, memory.Size, odds);
            memory.BeginCall(!device.IsBroken);
            if (_random.Below(2) == 0)
            {
                Take(device, memory, buffers, held, tally);
            }
            else if (held.Count > 0)
            {
                int index = (features & VirtqueueFeatures.InOrder) != 0 ? 0 : _random.Below(held.Count);
                device.Complete(held[index], (uint)Math.Min(held[index].WritableBytes, uint.MaxValue));
                held.RemoveAt(index);
            }

            memory.BeginCall(!device.IsBroken);
            _ = device.NeedsCall() | (_random.Below(3) == 0 && device.EnableKicks());
            Interleaving.End();
            Check(device.InUse == Sum(held), "What is in use is not what was taken and not given back.");
            Check(!device.IsBroken || device.Violations > device.CountOf(VirtqueueViolation.BadEvent), "The queue is broken without a violation.");
            memory.CheckCanaries();
            if (!device.IsBroken || _random.Below(4) != 0)
                continue;
            PackedPosition at = new(_random.Below(memory.Size), _random.Below(2) == 0);
            device.Reset(at);
            peer.Reset(at);
            peer.ChangeTemper();
            held.Clear();
        }

        tally.Moves += peer.Moves;
        tally.Add(device);
    }

    private void Take(VirtqueueDevice<SteppedFencePoints> device, QueueMemory memory, VirtqueueBuffer[] buffers, List<VirtqueueChain> held, QueueTally tally)
    {
        bool wasBroken = device.IsBroken;
        ulong violations = device.Violations;
        Span<VirtqueueBuffer> room = _random.Below(4) == 0 ? buffers.AsSpan(0, _random.Below(MostBuffers)) : buffers;
        VirtqueueTakeStatus status = device.TryTake(memory.Translate, room, out VirtqueueChain chain);
        Check(status == VirtqueueTakeStatus.Broken == device.IsBroken, $"{status} of a queue that is {(device.IsBroken ? "broken" : "not broken")}.");
        Check(device.Violations == violations + (device.IsBroken && !wasBroken ? 1u : 0u), "A violation is not counted once.");
        if (status != VirtqueueTakeStatus.Taken)
        {
            Check(chain == default, "A chain comes with a refusal.");
            return;
        }

        tally.Chains++;
        Check(chain.Descriptors >= 1 && chain.Descriptors <= memory.Size - Sum(held), "A chain has descriptors that are in use.");
        int count = chain.Readable + chain.Writable;
        Check(count >= 1 && count <= room.Length, $"A chain has {count} buffers in a span of {room.Length}.");
        ulong readable = 0;
        ulong writable = 0;
        for (int i = 0; i < count; i++)
        {
            if (i < chain.Readable)
                readable += room[i].Length;
            else
                writable += room[i].Length;
        }

        Check((readable, writable) == (chain.ReadableBytes, chain.WritableBytes) && readable + writable <= 1UL << 32, "A chain's bytes are not its buffers'.");
        held.Add(chain);
    }

    private void AttackDriver(QueueMemory memory, VirtqueueFeatures features, PackedPosition start, QueueTally tally)
    {
        HostileDevice peer = new(memory, features, start, _random.Next());
        VirtqueueDriver<SteppedFencePoints> driver = new(memory.Queue, features, start);
        // What is with the device: by token the descriptors and the writable bytes.
        Dictionary<ulong, (int Descriptors, ulong Writable)> outstanding = [];
        ulong token = 0;
        int odds = Odds();
        for (Step = 0; Step < Steps; Step++)
        {
            peer.Act();
            Interleaving.Begin(memory, peer, memory.Size, odds);
            memory.BeginCall(!driver.IsBroken);
            if (_random.Below(2) == 0)
                Add(driver, memory, token++, outstanding);
            else
                Reclaim(driver, outstanding, tally);
            memory.BeginCall(!driver.IsBroken);
            _ = driver.NeedsKick() | (_random.Below(3) == 0 && driver.EnableCallsAfter(1 + _random.Below(memory.Size)));
            Interleaving.End();
            int inUse = 0;
            foreach ((int descriptors, ulong _) in outstanding.Values)
                inUse += descriptors;
            Check((driver.Outstanding, driver.Free) == (outstanding.Count, memory.Size - inUse), "What is outstanding is not what was added and not given back.");
            memory.CheckCanaries();
            if (driver.IsBroken && _random.Below(4) == 0)
                BeginAnew(driver, memory, peer, outstanding);
        }

        tally.Moves += peer.Moves;
        tally.Add(driver);
    }

    private unsafe void Add(VirtqueueDriver<SteppedFencePoints> driver, QueueMemory memory, ulong token, Dictionary<ulong, (int Descriptors, ulong Writable)> outstanding)
    {
        Span<VirtqueueBuffer> buffers = stackalloc VirtqueueBuffer[1 + _random.Below(MostBuffers)];
        buffers.Fill(new VirtqueueBuffer(token, (uint)_random.Below(100)));
        int readable = _random.Below(buffers.Length + 1);
        bool indirect = (driver.Features & VirtqueueFeatures.Indirect) != 0 && _random.Below(3) == 0;
        int free = driver.Free;
        bool isBroken = driver.IsBroken;
        VirtqueueAddStatus status = indirect
            ? driver.AddIndirect(buffers[..readable], buffers[readable..], token, (nint)memory.Tables.Start, QueueMemory.TableBase, MostBuffers)
            : driver.Add(buffers[..readable], buffers[readable..], token);
        int descriptors = indirect ? 1 : buffers.Length;
        VirtqueueAddStatus expected = isBroken ? VirtqueueAddStatus.Broken
            : descriptors > memory.Size ? VirtqueueAddStatus.RefusedTooLong
            : descriptors > free ? VirtqueueAddStatus.RefusedFull
            : VirtqueueAddStatus.Added;
        Check(status == expected, $"{status} instead of {expected}.");
        if (status != VirtqueueAddStatus.Added)
            return;
        ulong writable = 0;
        foreach (VirtqueueBuffer buffer in buffers[readable..])
            writable += buffer.Length;
        outstanding.Add(token, (descriptors, writable));
    }

    private static void Reclaim(VirtqueueDriver<SteppedFencePoints> driver, Dictionary<ulong, (int Descriptors, ulong Writable)> outstanding, QueueTally tally)
    {
        VirtqueueReclaimStatus status = driver.TryReclaim(out UsedBuffer used);
        Check(status == VirtqueueReclaimStatus.Broken == driver.IsBroken, $"{status} of a queue that is {(driver.IsBroken ? "broken" : "not broken")}.");
        if (status != VirtqueueReclaimStatus.Reclaimed)
            return;
        tally.Chains++;
        Check(outstanding.Remove(used.Token, out (int Descriptors, ulong Writable) chain), $"Chain {used.Token} comes back that is not outstanding.");
        Check(used.Written <= chain.Writable, "More is written than there is room for.");
    }

    private void BeginAnew(
        VirtqueueDriver<SteppedFencePoints> driver, QueueMemory memory, HostileDevice peer, Dictionary<ulong, (int Descriptors, ulong Writable)> outstanding)
    {
        while (driver.TryDetach(out ulong token))
            Check(outstanding.Remove(token), $"Chain {token} is detached that is not outstanding.");
        Check(outstanding.Count == 0, $"{outstanding.Count} chains are lost.");
        PackedPosition at = new(_random.Below(memory.Size), _random.Below(2) == 0);
        memory.BeginCall(mayUseRing: true);
        driver.Reset(at);
        peer.Reset(at);
        peer.ChangeTemper();
    }

    private static int Sum(List<VirtqueueChain> chains)
    {
        int sum = 0;
        foreach (VirtqueueChain chain in chains)
            sum += chain.Descriptors;
        return sum;
    }

    private static void Check(bool holds, string promise)
    {
        if (!holds)
            throw new OracleException(promise);
    }
}
