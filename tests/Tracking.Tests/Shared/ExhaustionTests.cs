using System;
using System.IO;
using System.Linq;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace RingCore.Tracking.Tests;

/// <summary>A kernel that gives no more descriptors: what had been handed over is closed, and nothing stays mapped.</summary>
[CollectionDefinition(nameof(ExhaustionTests), DisableParallelization = true)] // it is the whole process that gets none
[Collection(nameof(ExhaustionTests))]
public class ExhaustionTests
{
    [Fact]
    public void A_succession_that_fails_closes_the_record_and_unmaps_it()
    {
        for (int round = 0; round < 2; round++)
        {
            using SharedTrackedMemory dead = new(8);
            SafeFileHandle image = SharedPair.Duplicate(dead.Image);
            SafeFileHandle record = SharedPair.Duplicate(dead.Record);
            int mapped = Mapped();
            if (round == 0) // everything that this loads is loaded
            {
                Assert.Equal(SharedOpenStatus.Opened, SharedTrackedMemory.Succeed(image, record, out SharedTrackedMemory? memory));
                memory!.Dispose();
                continue;
            }

            using (new OutOfDescriptors())
                Assert.Throws<IOException>(() => SharedTrackedMemory.Succeed(image, record, out _));
            Assert.True(image.IsClosed);
            Assert.True(record.IsClosed);
            Assert.Equal(mapped, Mapped());
        }
    }

    [Fact]
    public void An_attachment_that_fails_closes_the_way_to_the_collector()
    {
        using SharedPair pair = new();
        pair.NewCollector().Dispose();
        (PeerSocket here, PeerSocket there) = PeerSocket.CreatePair();
        using (there)
        {
            using (new OutOfDescriptors())
                Assert.Throws<IOException>(() => pair.Tracker.Attach(here, SharedPair.Long));
            Assert.False(pair.Tracker.IsAttached);
            Assert.True(there.IsPeerGone);
        }

        using SharedRounds next = pair.NewCollector();
        Assert.True(pair.Tracker.IsAttached);
    }

    private static int Mapped() => File.ReadLines("/proc/self/maps").Count(line => line.Contains("ringcore-", StringComparison.Ordinal));
}
