using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests.Virtio;

/// <summary>Driver and device of a packed virtqueue on one thread, against the layout and each other.</summary>
[Trait("Category", "Packed")]
public sealed class VirtqueueTests
{
    private const ushort A = PackedDescriptorFlags.Available;
    private const ushort U = PackedDescriptorFlags.Used;

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
        Assert.True(driver.NeedsKick());
        Assert.False(driver.NeedsKick());
        Assert.Equal(VirtqueueTakeStatus.Taken, device.TryTake(buffers, out VirtqueueChain chain));
        Assert.Equal((3, 2, 1, 30UL, 30UL), (chain.Descriptors, chain.Readable, chain.Writable, chain.ReadableBytes, chain.WritableBytes));
        Assert.Equal([new(0x1000, 10), new(0x2000, 20), new(0x3000, 30)], buffers[..3]);
        Assert.Equal(VirtqueueReclaimStatus.Empty, driver.TryReclaim(out _));
        device.Complete(chain, 25);
        Assert.Equal((PackedDescriptorFlags.Write | A | U, chain.Id, 25u), (block[0].Flags, block[0].Id, block[0].Length));
        Assert.True(device.NeedsCall());
        Assert.Equal(VirtqueueReclaimStatus.Reclaimed, driver.TryReclaim(out UsedBuffer used));
        Assert.Equal(new UsedBuffer(77, 25), used);
        Assert.Equal((4, 0), (driver.Free, driver.Outstanding));
        Assert.Equal((driver.Available, driver.Used), (device.Available, device.Used));
    }
}
