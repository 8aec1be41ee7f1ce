using System.Linq;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests.Virtio;

/// <summary>Who is notified when: the event suppression words, against a count of positions that never wraps.</summary>
[Trait("Category", "Packed")]
public sealed class NotificationTests
{
    [Fact]
    public void A_new_queue_notifies_of_everything_once()
    {
        using QueueBlock block = new(3);
        PackedDriver driver = new(block.Memory);
        PackedDevice device = new(block.Memory);
        Assert.False(driver.NeedsKick());
        driver.Add([new(0, 1)], [], 0);
        Assert.True(driver.NeedsKick());
        Assert.False(driver.NeedsKick());
        Assert.False(device.NeedsCall());
        device.TryTake(new VirtqueueBuffer[3], out VirtqueueChain chain);
        device.Complete(chain, 0);
        Assert.True(device.NeedsCall());
        Assert.False(device.NeedsCall());
    }

    [Fact]
    public void Nobody_is_notified_who_does_not_want_it()
    {
        using QueueBlock block = new(3);
        PackedDriver driver = new(block.Memory);
        PackedDevice device = new(block.Memory);
        device.DisableKicks();
        Assert.Equal(PackedEventSuppression.Disable, block.DeviceEvent.Flags);
        driver.Add([new(0, 1)], [], 0);
        Assert.False(driver.NeedsKick());
        Assert.False(device.EnableKicks());
        Assert.Equal(PackedEventSuppression.Enable, block.DeviceEvent.Flags);
        device.TryTake(new VirtqueueBuffer[3], out VirtqueueChain chain);
        Assert.True(device.EnableKicks());
        driver.DisableCalls();
        device.Complete(chain, 0);
        Assert.False(device.NeedsCall());
        Assert.False(driver.EnableCalls());
        Assert.Equal(VirtqueueReclaimStatus.Reclaimed, driver.TryReclaim(out _));
        Assert.True(driver.EnableCalls());
    }

    // Each place to ask for, each place to stand at, each number of changes, in rings of one to five, over both wrap counters.
    [Fact]
    public void One_descriptor_asked_for_is_told_of_when_it_changes_and_not_else()
    {
        for (int size = 1; size <= 5; size++)
        {
            foreach (int stand in Enumerable.Range(0, 2 * size))
            {
                foreach (int ahead in Enumerable.Range(0, size))
                {
                    for (int changes = 1; changes <= size; changes++)
                        Check(size, stand, ahead, changes);
                }
            }
        }
    }

    [Fact]
    public void A_driver_is_told_after_so_many()
    {
        using QueueBlock block = new(5);
        PackedDriver driver = new(block.Memory, VirtqueueFeatures.EventIndex);
        PackedDevice device = new(block.Memory, VirtqueueFeatures.EventIndex);
        VirtqueueBuffer[] buffers = new VirtqueueBuffer[5];
        for (int lap = 0; lap < 7; lap++)
        {
            for (int i = 0; i < 4; i++)
                driver.Add([], [new(0, 1)], 0);
            Assert.True(driver.EnableCallsAfter(3));
            for (int i = 0; i < 4; i++)
            {
                Assert.Equal(VirtqueueTakeStatus.Taken, device.TryTake(buffers, out VirtqueueChain chain));
                device.Complete(chain, 0);
                Assert.Equal(i == 2, device.NeedsCall());
            }

            Assert.False(driver.EnableCallsAfter(1));
            while (driver.TryReclaim(out _) == VirtqueueReclaimStatus.Reclaimed)
            {
            }
        }
    }

    [Theory]
    [InlineData(3, 0, VirtqueueFeatures.EventIndex)] // flags that mean nothing
    [InlineData(2, 3, VirtqueueFeatures.EventIndex)] // a descriptor that is not there
    [InlineData(2, 0, VirtqueueFeatures.None)] // a descriptor, not agreed on
    public void A_wish_that_means_nothing_is_counted_and_notified(ushort flags, ushort index, VirtqueueFeatures features)
    {
        using QueueBlock block = new(3);
        PackedDriver driver = new(block.Memory, features);
        block.DeviceEvent = new PackedEventSuppression { Flags = flags, OffsetAndWrap = index };
        driver.Add([new(0, 1)], [], 0);
        Assert.True(driver.NeedsKick());
        Assert.Equal((VirtqueueViolation.BadEvent, 1UL, 1UL, false), (driver.LastViolation, driver.Violations, driver.CountOf(VirtqueueViolation.BadEvent), driver.IsBroken));
        block.DeviceEvent = new PackedEventSuppression { Flags = 0x8000 | PackedEventSuppression.Disable };
        driver.Add([new(0, 1)], [], 0);
        Assert.False(driver.NeedsKick()); // reserved bits are nobody's business
    }

    private static void Check(int size, int stand, int ahead, int changes)
    {
        using QueueBlock block = new(size);
        PackedPosition start = new(stand % size, stand < size);
        PackedDriver driver = new(block.Memory, VirtqueueFeatures.EventIndex, start);
        PackedPosition wanted = start.After(ahead, size);
        block.DeviceEvent = new PackedEventSuppression
        {
            Flags = PackedEventSuppression.AtDescriptor,
            OffsetAndWrap = (ushort)(wanted.Index | (wanted.Wrap ? 1 << PackedEventSuppression.WrapShift : 0)),
        };
        for (int i = 0; i < changes; i++)
            Assert.Equal(VirtqueueAddStatus.Added, driver.Add([new(0, 1)], [], 0));
        bool kick = driver.NeedsKick();
        Assert.True(kick == ahead < changes, $"{size} descriptors, at {start}, {ahead} ahead, {changes} changes: {kick}");
    }
}
