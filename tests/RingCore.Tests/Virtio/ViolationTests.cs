using System;
using System.Linq;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests.Virtio;

/// <summary>Each lie of a peer has its name, is counted, and breaks the queue until a reset.</summary>
[Trait("Category", "Packed")]
[Trait("Category", "Hostile")]
public sealed class ViolationTests
{
    private const ushort A = PackedDescriptorFlags.Available;
    private const ushort U = PackedDescriptorFlags.Used;
    private const ushort Next = PackedDescriptorFlags.Next;
    private const ushort Write = PackedDescriptorFlags.Write;
    private const ushort Indirect = PackedDescriptorFlags.Indirect;

    [Theory]
    [InlineData(VirtqueueViolation.ChainTooLong, new[] { Next | A, Next | A, Next | A, Next | A })]
    [InlineData(VirtqueueViolation.StaleDescriptor, new[] { Next | A, U, 0, 0 })]
    [InlineData(VirtqueueViolation.StaleDescriptor, new[] { Next | A, Next | A | U, 0, 0 })]
    [InlineData(VirtqueueViolation.StaleDescriptor, new[] { Next | A, 0, 0, 0 })]
    [InlineData(VirtqueueViolation.ReadableAfterWritable, new[] { Next | Write | A, A, 0, 0 })]
    [InlineData(VirtqueueViolation.IndirectNotAgreed, new[] { Indirect | A, 0, 0, 0 })]
    public void A_driver_s_lie_breaks_the_queue(VirtqueueViolation kind, int[] flags)
    {
        using QueueBlock block = new(4);
        PackedDevice device = new(block.Memory);
        for (int i = 0; i < 4; i++)
            block[i] = new PackedDescriptor { Address = 1, Length = 16, Flags = (ushort)flags[i] };
        AssertBroken(device, kind, default(NoGuestMemory));
    }

    [Theory]
    [InlineData(VirtqueueViolation.IndirectInChain, Indirect | Next, 16, 0)]
    [InlineData(VirtqueueViolation.IndirectLength, Indirect, 0, 0)]
    [InlineData(VirtqueueViolation.IndirectLength, Indirect, 24, 0)]
    [InlineData(VirtqueueViolation.IndirectLength, Indirect, 16 * 9, 0)]
    [InlineData(VirtqueueViolation.IndirectLength, Indirect, 16, 4)]
    [InlineData(VirtqueueViolation.IndirectAddress, Indirect, 16 * 8, 16)]
    [InlineData(VirtqueueViolation.IndirectNested, Indirect, 32, 0)]
    [InlineData(VirtqueueViolation.ReadableAfterWritable, Indirect, 64, 32)]
    [InlineData(VirtqueueViolation.TooManyBytes, Indirect, 48, 64)]
    public void A_table_s_lie_breaks_the_queue(VirtqueueViolation kind, int flags, uint length, int offset)
    {
        using QueueBlock block = new(4);
        using TableMemory table = new(8 * PackedDescriptor.Bytes);
        PackedDevice device = new(block.Memory, VirtqueueFeatures.Indirect, mostIndirect: 8);
        table[1] = new PackedDescriptor { Flags = Indirect };
        table[3] = new PackedDescriptor { Flags = Write };
        table[4] = new PackedDescriptor { Length = uint.MaxValue };
        table[5] = new PackedDescriptor { Length = 2 };
        block[0] = new PackedDescriptor { Address = TableMemory.Base + (ulong)offset, Length = length, Flags = (ushort)(flags | A) };
        block[1] = new PackedDescriptor { Address = TableMemory.Base, Length = 16, Flags = A };
        AssertBroken(device, kind, table.Translate);
    }

    [Fact]
    public void A_table_behind_a_chain_breaks_the_queue()
    {
        using QueueBlock block = new(4);
        using TableMemory table = new(PackedDescriptor.Bytes);
        PackedDevice device = new(block.Memory, VirtqueueFeatures.Indirect);
        block[0] = new PackedDescriptor { Flags = Next | A };
        block[1] = new PackedDescriptor { Address = TableMemory.Base, Length = 16, Flags = Indirect | A };
        AssertBroken(device, VirtqueueViolation.IndirectInChain, table.Translate);
    }

    [Fact]
    public void Descriptors_that_the_device_has_are_not_made_available_again()
    {
        using QueueBlock block = new(3);
        PackedDevice device = new(block.Memory);
        for (int i = 0; i < 3; i++)
            block[i] = new PackedDescriptor { Id = (ushort)i, Flags = A };
        VirtqueueBuffer[] buffers = new VirtqueueBuffer[3];
        VirtqueueChain[] chains = [.. Enumerable.Range(0, 3).Select(_ => device.TryTake(buffers, out VirtqueueChain chain) == VirtqueueTakeStatus.Taken ? chain : default)];
        Assert.Equal(VirtqueueTakeStatus.Empty, device.TryTake(buffers, out _));
        device.Complete(chains[1], 0); // gives back one descriptor, and the driver takes two
        block[0] = new PackedDescriptor { Flags = Next | U };
        block[1] = new PackedDescriptor { Flags = U };
        AssertBroken(device, VirtqueueViolation.Oversubscribed, default(NoGuestMemory));
        device.Complete(chains[0], 0); // what is given back to a broken queue is not written
        Assert.Equal(U, block[1].Flags);
        Assert.False(device.NeedsCall() && device.NeedsCall());
    }

    [Theory]
    [InlineData(VirtqueueFeatures.None, 1, 0, VirtqueueViolation.UnknownId)]
    [InlineData(VirtqueueFeatures.None, 4, 0, VirtqueueViolation.UnknownId)]
    [InlineData(VirtqueueFeatures.None, 65535, 0, VirtqueueViolation.UnknownId)]
    [InlineData(VirtqueueFeatures.InOrder, 1, 0, VirtqueueViolation.UnknownId)]
    [InlineData(VirtqueueFeatures.InOrder, 65535, 0, VirtqueueViolation.UnknownId)]
    [InlineData(VirtqueueFeatures.None, 0, 11, VirtqueueViolation.WrittenTooLong)]
    [InlineData(VirtqueueFeatures.InOrder, 0, uint.MaxValue, VirtqueueViolation.WrittenTooLong)]
    public void A_device_s_lie_breaks_the_queue(VirtqueueFeatures features, ushort id, uint length, VirtqueueViolation kind)
    {
        using QueueBlock block = new(4);
        PackedDriver driver = new(block.Memory, features);
        driver.Add([new(0, 100)], [new(0, 10)], 5);
        block[0] = new PackedDescriptor { Id = id, Length = length, Flags = A | U | Write };
        Assert.Equal(VirtqueueReclaimStatus.Broken, driver.TryReclaim(out _));
        Assert.Equal((kind, 1UL, 1UL, true), (driver.LastViolation, driver.Violations, driver.CountOf(kind), driver.IsBroken));
        Assert.Equal(VirtqueueReclaimStatus.Broken, driver.TryReclaim(out _));
        Assert.Equal(VirtqueueAddStatus.Broken, driver.Add([new(0, 1)], [], 5));
        Assert.False(driver.HasUsed);
        Assert.True(driver.TryDetach(out ulong token));
        Assert.Equal(5UL, token);
        driver.Reset();
        Assert.Equal((false, 1UL, 4), (driver.IsBroken, driver.Violations, driver.Free));
        Assert.Equal(0, block[0].Flags);
        Assert.Equal(VirtqueueAddStatus.Added, driver.Add([new(0, 1)], [], 5));
    }

    [Fact]
    public void A_length_without_the_flag_is_believed_where_it_fits()
    {
        using QueueBlock block = new(4);
        PackedDriver driver = new(block.Memory);
        driver.Add([], [new(0, 10)], 5);
        driver.Add([], [new(0, 10)], 6);
        block[0] = new PackedDescriptor { Id = 0, Length = 10, Flags = A | U };
        block[1] = new PackedDescriptor { Id = 1, Length = 11, Flags = A | U };
        driver.TryReclaim(out UsedBuffer fits);
        driver.TryReclaim(out UsedBuffer doesNot);
        Assert.Equal((10u, 0u, false), (fits.Written, doesNot.Written, driver.IsBroken));
    }

    [Fact]
    public void A_chain_from_before_a_reset_is_not_given_back_after_it()
    {
        using QueueBlock block = new(4);
        PackedDriver driver = new(block.Memory);
        PackedDevice device = new(block.Memory);
        VirtqueueBuffer[] buffers = new VirtqueueBuffer[4];
        driver.Add([new(0, 1)], [], 5);
        Assert.Equal(VirtqueueTakeStatus.Taken, device.TryTake(buffers, out VirtqueueChain old));
        driver.Reset();
        device.Reset();
        driver.Add([new(0, 1)], [], 6);
        Assert.Equal(VirtqueueTakeStatus.Taken, device.TryTake(buffers, out VirtqueueChain chain));
        Assert.Throws<InvalidOperationException>(() => device.Complete(old, 0));
        Assert.Throws<InvalidOperationException>(() => device.CompleteTogether([old], [0]));
        device.Complete(chain, 0);
        Assert.Equal(VirtqueueReclaimStatus.Reclaimed, driver.TryReclaim(out UsedBuffer used));
        Assert.Equal(6UL, used.Token);
    }

    private static void AssertBroken<TMemory>(PackedDevice device, VirtqueueViolation kind, TMemory memory)
        where TMemory : struct, IGuestMemory
    {
        VirtqueueBuffer[] buffers = new VirtqueueBuffer[16];
        ulong taken = (ulong)device.InUse;
        Assert.Equal(VirtqueueTakeStatus.Broken, device.TryTake(memory, buffers, out VirtqueueChain chain));
        Assert.Equal(default, chain);
        Assert.Equal((kind, 1UL, 1UL, true), (device.LastViolation, device.Violations, device.CountOf(kind), device.IsBroken));
        Assert.Equal(VirtqueueTakeStatus.Broken, device.TryTake(memory, buffers, out _));
        Assert.False(device.HasAvailable);
        Assert.Equal((taken, 1UL), ((ulong)device.InUse, device.Violations));
    }
}
