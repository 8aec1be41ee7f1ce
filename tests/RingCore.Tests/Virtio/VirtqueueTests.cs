using System;
using System.Collections.Generic;
using System.Linq;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests.Virtio;

/// <summary>Driver and device of a packed virtqueue on one thread, against the layout and each other.</summary>
[Trait("Category", "Packed")]
public sealed class VirtqueueTests
{
    private const ushort A = PackedDescriptorFlags.Available;
    private const ushort U = PackedDescriptorFlags.Used;

    public static TheoryData<int> Sizes() => [.. Enumerable.Range(1, 9), 100, 257, PackedDescriptor.MaxEntries - 1, PackedDescriptor.MaxEntries];

    [Fact]
    public void A_chain_goes_there_and_back()
    {
        using QueueBlock block = new(4);
        PackedDriver driver = new(block.Memory);
        PackedDevice device = new(block.Memory);
        VirtqueueBuffer[] buffers = new VirtqueueBuffer[4];
        Assert.Equal(VirtqueueTakeStatus.Empty, device.TryTake(buffers, out _));
        Assert.Equal(VirtqueueAddStatus.Added, driver.Add([new(0x1000, 10), new(0x2000, 20)], [new(0x3000, 30)], 77));
        Assert.Equal((PackedDescriptorFlags.Next | A, PackedDescriptorFlags.Next | A, PackedDescriptorFlags.Write | A), (block[0].Flags, block[1].Flags, block[2].Flags));
        Assert.Equal((1, 1), (driver.Free, driver.Outstanding));
        Assert.Equal(VirtqueueTakeStatus.Taken, device.TryTake(buffers, out VirtqueueChain chain));
        Assert.Equal((3, 2, 1, 30UL, 30UL), (chain.Descriptors, chain.Readable, chain.Writable, chain.ReadableBytes, chain.WritableBytes));
        Assert.Equal([new(0x1000, 10), new(0x2000, 20), new(0x3000, 30)], buffers[..3]);
        Assert.Equal(VirtqueueReclaimStatus.Empty, driver.TryReclaim(out _));
        device.Complete(chain, 25);
        Assert.Equal((PackedDescriptorFlags.Write | A | U, chain.Id, 25u), (block[0].Flags, block[0].Id, block[0].Length));
        Assert.Equal(VirtqueueReclaimStatus.Reclaimed, driver.TryReclaim(out UsedBuffer used));
        Assert.Equal(new UsedBuffer(77, 25), used);
        Assert.Equal((4, 0, 0), (driver.Free, driver.Outstanding, device.InUse));
        Assert.Equal((driver.Available, driver.Used), (device.Available, device.Used));
    }

    // The wrap counter turns over though the index comes out where it was: a chain as long as the ring, from each place, under both counters.
    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_chain_over_the_whole_ring_begins_at_any_place(int size)
    {
        int[] places = size < 10 ? [.. Enumerable.Range(0, size)] : [0, 1, size / 2, size - 1];
        VirtqueueBuffer[] sent = [.. Enumerable.Range(1, size).Select(i => new VirtqueueBuffer((ulong)i << 12, (uint)i + 3))];
        VirtqueueBuffer[] buffers = new VirtqueueBuffer[size];
        foreach (PackedPosition start in places.SelectMany(place => new[] { new PackedPosition(place, true), new PackedPosition(place, false) }))
        {
            using QueueBlock block = new(size);
            PackedDriver driver = new(block.Memory, start: start);
            PackedDevice device = new(block.Memory, start: start);
            for (uint lap = 0; lap < 4; lap++)
            {
                Assert.Equal(VirtqueueReclaimStatus.Empty, driver.TryReclaim(out _));
                Assert.Equal(VirtqueueTakeStatus.Empty, device.TryTake(buffers, out _));
                Assert.Equal(VirtqueueAddStatus.Added, driver.Add(sent.AsSpan(0, size / 2), sent.AsSpan(size / 2), lap));
                Assert.Equal(VirtqueueAddStatus.RefusedFull, driver.Add(sent.AsSpan(0, 1), [], lap));
                Assert.Equal(VirtqueueTakeStatus.Taken, device.TryTake(buffers, out VirtqueueChain chain));
                Assert.Equal(VirtqueueTakeStatus.Empty, device.TryTake(buffers, out _));
                Assert.Equal(sent, buffers);
                Assert.Equal(VirtqueueReclaimStatus.Empty, driver.TryReclaim(out _));
                device.Complete(chain, lap);
                Assert.Equal(VirtqueueReclaimStatus.Reclaimed, driver.TryReclaim(out UsedBuffer used));
                Assert.Equal(new UsedBuffer(lap, lap), used);
                Assert.Equal(start with { Wrap = start.Wrap ^ (lap % 2 == 0) }, driver.Available);
                Assert.Equal((driver.Available, driver.Available, driver.Available), (driver.Used, device.Available, device.Used));
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Chains_come_back_in_every_order(bool fromTheMiddle)
    {
        int[] lengths = [1, 3, 2, 1];
        int size = lengths.Sum();
        PackedPosition start = fromTheMiddle ? new PackedPosition(4, false) : PackedPosition.Start;
        foreach (int[] order in Permutations([0, 1, 2, 3]))
        {
            using QueueBlock block = new(size);
            PackedDriver driver = new(block.Memory, start: start);
            PackedDevice device = new(block.Memory, start: start);
            for (int lap = 0; lap < 3; lap++)
            {
                VirtqueueChain[] chains = Exchange(driver, device, lengths);
                foreach (int i in order)
                    device.Complete(chains[i], (uint)i);
                foreach (int i in order)
                {
                    Assert.Equal(VirtqueueReclaimStatus.Reclaimed, driver.TryReclaim(out UsedBuffer used));
                    Assert.Equal(new UsedBuffer((ulong)i, (uint)i), used);
                }

                Assert.Equal(VirtqueueReclaimStatus.Empty, driver.TryReclaim(out _));
                Assert.Equal(size, driver.Free);
            }
        }
    }

    [Fact]
    public void A_batch_in_order_comes_back_under_the_last_chain_s_id()
    {
        using QueueBlock block = new(7);
        PackedDriver driver = new(block.Memory, VirtqueueFeatures.InOrder);
        PackedDevice device = new(block.Memory, VirtqueueFeatures.InOrder);
        for (int lap = 0; lap < 5; lap++)
        {
            VirtqueueChain[] chains = Exchange(driver, device, [1, 2, 1, 2]);
            Assert.Throws<InvalidOperationException>(() => device.CompleteBatch(chains.AsSpan(1), 0));
            Assert.Throws<InvalidOperationException>(() => device.Complete(chains[1], 0));
            int first = device.Used.Index;
            device.CompleteBatch([], 0);
            device.CompleteBatch(chains.AsSpan(0, 3), 5);
            Assert.Equal((chains[2].Id, 5u), (block[first].Id, block[first].Length));
            device.Complete(chains[3], 6);
            Assert.Equal([new(0, 100), new(1, 200), new(2, 5), new(3, 6)], Reclaim(driver));
        }
    }

    [Fact]
    public void The_chains_of_a_request_come_back_together()
    {
        using QueueBlock block = new(5);
        PackedDriver driver = new(block.Memory);
        PackedDevice device = new(block.Memory);
        for (int lap = 0; lap < 5; lap++)
        {
            VirtqueueChain[] chains = Exchange(driver, device, [1, 2, 1]);
            device.CompleteTogether([chains[1], chains[0]], [20, 10]);
            Assert.Equal([new(1, 20), new(0, 10)], Reclaim(driver));
            device.CompleteTogether([chains[2]], [30]);
            Assert.Equal([new(2, 30)], Reclaim(driver));
        }

        Assert.Throws<ArgumentException>(() => device.CompleteTogether(new VirtqueueChain[1], []));
        device.CompleteTogether([], []);
        VirtqueueChain only = Exchange(driver, device, [2])[0];
        Assert.Throws<InvalidOperationException>(() => device.CompleteTogether([only, only], [0, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => device.CompleteTogether([only], [201]));
        Assert.Empty(Reclaim(driver));
        device.CompleteTogether([only], [0]);
        Assert.Equal([new(0, 0)], Reclaim(driver));
    }

    [Fact]
    public void A_driver_that_looks_at_any_moment_finds_all_chains_given_back_together_or_none()
    {
        using QueueBlock block = new(5);
        PackedDriver driver = new(block.Memory);
        PackedDevice taker = new(block.Memory);
        VirtqueueChain[] chains = Exchange(driver, taker, [1, 2, 1]);
        VirtqueueDevice<ProbedFencePoints> device = new(block.Memory, VirtqueueFeatures.None);
        for (int i = 0; i < 3; i++)
            Assert.Equal(VirtqueueTakeStatus.Taken, device.TryTake(new VirtqueueBuffer[2], out chains[i]));
        List<List<UsedBuffer>> found = [];
        ProbedFencePoints.Before = _ => found.Add(Reclaim(driver));
        try
        {
            device.CompleteTogether(chains, [1, 2, 3]);
        }
        finally
        {
            ProbedFencePoints.Before = null;
        }

        found.Add(Reclaim(driver));
        Assert.Equal([new(0, 1), new(1, 2), new(2, 3)], Assert.Single(found, reclaimed => reclaimed.Count > 0));
    }

    [Fact]
    public void A_table_of_descriptors_takes_one_of_the_ring()
    {
        using QueueBlock block = new(2);
        using TableMemory table = new(5 * PackedDescriptor.Bytes);
        PackedDriver driver = new(block.Memory, VirtqueueFeatures.Indirect);
        PackedDevice device = new(block.Memory, VirtqueueFeatures.Indirect);
        VirtqueueBuffer[] sent = [new(1, 1), new(2, 2), new(3, 3), new(4, 4), new(5, 5)];
        VirtqueueBuffer[] buffers = new VirtqueueBuffer[5];
        for (int lap = 0; lap < 5; lap++)
        {
            Assert.Equal(VirtqueueAddStatus.RefusedTooLong, driver.AddIndirect(sent, [], 9, table.Start, TableMemory.Base, 4));
            Assert.Equal(VirtqueueAddStatus.Added, driver.AddIndirect(sent.AsSpan(0, 2), sent.AsSpan(2), 9, table.Start, TableMemory.Base, 5));
            Assert.Equal(1, driver.Free);
            Assert.Equal(VirtqueueTakeStatus.BuffersTooFew, device.TryTake(table.Translate, buffers.AsSpan(1), out _));
            Assert.Equal(VirtqueueTakeStatus.Taken, device.TryTake(table.Translate, buffers, out VirtqueueChain chain));
            Assert.Equal((1, 2, 3, 3UL, 12UL), (chain.Descriptors, chain.Readable, chain.Writable, chain.ReadableBytes, chain.WritableBytes));
            Assert.Equal(sent, buffers);
            device.Complete(chain, 12);
            Assert.Equal([new(9, 12)], Reclaim(driver));
        }

        Assert.Throws<ArgumentException>(() => driver.AddIndirect(sent, [], 9, table.Start + 4, TableMemory.Base, 5));
        Assert.Throws<InvalidOperationException>(() => new PackedDriver(block.Memory).AddIndirect(sent, [], 9, table.Start, TableMemory.Base, 5));
    }

    // Linux writes the id into each descriptor of a chain; the specification wants it in the last alone.
    [Fact]
    public void The_id_is_the_last_descriptor_s()
    {
        using QueueBlock block = new(3);
        PackedDevice device = new(block.Memory);
        block[0] = new PackedDescriptor { Id = 11, Flags = PackedDescriptorFlags.Next | A };
        block[1] = new PackedDescriptor { Id = 54321, Flags = A };
        Assert.Equal(VirtqueueTakeStatus.Taken, device.TryTake(new VirtqueueBuffer[3], out VirtqueueChain chain));
        Assert.Equal(54321, chain.Id);
        device.Complete(chain, 0);
        Assert.Equal((54321, A | U), (block[0].Id, block[0].Flags));
    }

    [Fact]
    public void A_device_that_only_reads_takes_every_buffer_as_one_to_read()
    {
        using QueueBlock block = new(3);
        PackedDevice device = new(block.Memory) { ReadsOnly = true };
        block[0] = new PackedDescriptor { Length = 12, Flags = PackedDescriptorFlags.Next | PackedDescriptorFlags.Write | A };
        block[1] = new PackedDescriptor { Length = 60, Flags = A };
        Assert.Equal(VirtqueueTakeStatus.Taken, device.TryTake(new VirtqueueBuffer[3], out VirtqueueChain chain));
        Assert.Equal((2, 0, 72UL), (chain.Readable, chain.Writable, chain.ReadableBytes));
    }

    [Fact]
    public void What_cannot_be_added_is_refused_and_changes_nothing()
    {
        using QueueBlock block = new(2);
        PackedDriver driver = new(block.Memory);
        Assert.Equal(VirtqueueAddStatus.RefusedEmpty, driver.Add([], [], 1));
        Assert.Equal(VirtqueueAddStatus.RefusedTooLong, driver.Add([new(0, 1), new(0, 1)], [new(0, 1)], 1));
        Assert.Equal(VirtqueueAddStatus.RefusedTooLong, driver.Add([new(0, uint.MaxValue)], [new(0, 2)], 1));
        Assert.Equal(VirtqueueAddStatus.Added, driver.Add([new(0, uint.MaxValue)], [], 1));
        Assert.Equal(VirtqueueAddStatus.RefusedFull, driver.Add([new(0, 1)], [new(0, 1)], 1));
        Assert.Equal((1, 1), (driver.Free, driver.Outstanding));
    }

    [Fact]
    public void A_device_s_own_mistakes_are_thrown()
    {
        using QueueBlock block = new(2);
        PackedDriver driver = new(block.Memory);
        PackedDevice device = new(block.Memory);
        VirtqueueChain chain = Exchange(driver, device, [1])[0];
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Complete(chain, 101));
        Assert.Throws<InvalidOperationException>(() => device.Complete(chain with { Descriptors = 2 }, 0));
        Assert.Throws<InvalidOperationException>(() => device.CompleteBatch([chain], 0));
        device.Complete(chain, 100);
        Assert.Throws<InvalidOperationException>(() => device.Complete(chain, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PackedDevice(block.Memory, start: new PackedPosition(2, true)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PackedDriver(block.Memory, start: new PackedPosition(-1, true)));
        Assert.Throws<ArgumentException>(() => new PackedDriver(default));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VirtqueueMemory(0, 16, 16, 16));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VirtqueueMemory(PackedDescriptor.MaxEntries + 1, 16, 16, 16));
        Assert.Throws<ArgumentException>(() => new VirtqueueMemory(1, 8, 16, 16));
        Assert.Throws<ArgumentException>(() => new VirtqueueMemory(1, 16, 0, 16));
        Assert.Throws<ArgumentException>(() => new VirtqueueMemory(1, 16, 16, 18));
        Assert.Throws<ArgumentOutOfRangeException>(() => VirtqueueMemory.InBlock(2, 128, VirtqueueMemory.BlockBytes(2) - 1));
    }

    [Theory]
    [InlineData(VirtqueueFeatures.None)]
    [InlineData(VirtqueueFeatures.InOrder)]
    public void What_is_outstanding_can_be_taken_back_when_the_device_has_ended(VirtqueueFeatures features)
    {
        using QueueBlock block = new(4);
        PackedDriver driver = new(block.Memory, features);
        PackedDevice device = new(block.Memory, features);
        device.Complete(Exchange(driver, device, [1, 1, 2])[0], 0);
        Assert.Single(Reclaim(driver));
        List<ulong> tokens = [];
        while (driver.TryDetach(out ulong token))
            tokens.Add(token);
        Assert.Equal([1UL, 2UL], tokens.Order());
        Assert.Equal((4, 0, true, 0UL), (driver.Free, driver.Outstanding, driver.IsBroken, driver.Violations));
        driver.Reset(new PackedPosition(3, false));
        device.Reset(new PackedPosition(3, false));
        device.Complete(Exchange(driver, device, [4])[0], 7);
        Assert.Equal([new(0, 7)], Reclaim(driver));
    }

    private static VirtqueueChain[] Exchange(PackedDriver driver, PackedDevice device, int[] lengths)
    {
        VirtqueueBuffer[] buffers = new VirtqueueBuffer[driver.Size];
        for (int i = 0; i < lengths.Length; i++)
            Assert.Equal(VirtqueueAddStatus.Added, driver.Add([], [.. Enumerable.Repeat(new VirtqueueBuffer(0, 100), lengths[i])], (ulong)i));
        return
        [
            .. lengths.Select(length =>
            {
                Assert.Equal(VirtqueueTakeStatus.Taken, device.TryTake(buffers, out VirtqueueChain chain));
                Assert.Equal(length, chain.Writable);
                return chain;
            }),
        ];
    }

    private static List<UsedBuffer> Reclaim(PackedDriver driver)
    {
        List<UsedBuffer> all = [];
        while (driver.TryReclaim(out UsedBuffer used) == VirtqueueReclaimStatus.Reclaimed)
            all.Add(used);
        return all;
    }

    private static IEnumerable<int[]> Permutations(int[] items) =>
        items.Length == 0 ? [[]] : items.SelectMany(first => Permutations([.. items.Where(item => item != first)]).Select(rest => (int[])[first, .. rest]));
}
