using System;
using System.Threading;
using System.Threading.Tasks;
using Xunit;
using Xunit.Abstractions;

namespace RingCore.Tests.Virtio;

/// <summary>Driver and device on two threads that sleep whenever they may: what a kick or a call that does not come would leave asleep for ever.</summary>
[Trait("Category", "Packed")]
public sealed class TwoThreadTests(ITestOutputHelper output)
{
    private const int MostChains = 200_000;

    private static readonly TimeSpan s_time = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(1, VirtqueueFeatures.None)]
    [InlineData(3, VirtqueueFeatures.EventIndex)]
    [InlineData(5, VirtqueueFeatures.InOrder)]
    [InlineData(100, VirtqueueFeatures.EventIndex | VirtqueueFeatures.InOrder)]
    [InlineData(256, VirtqueueFeatures.EventIndex)]
    public async Task Nothing_is_lost_and_nobody_sleeps_for_ever(int size, VirtqueueFeatures features)
    {
        using QueueBlock block = new(size);
        ulong[] cells = GC.AllocateArray<ulong>(size, pinned: true);
        using SemaphoreSlim kicks = new(0);
        using SemaphoreSlim calls = new(0);
        using CancellationTokenSource over = new(s_time);
        int added = 0;
        Task driver = Task.Factory.StartNew(() => added = Drive(new PackedDriver(block.Memory, features), cells, kicks, calls, over.Token), TaskCreationOptions.LongRunning);
        Task<int> device = Task.Factory.StartNew(() => Serve(new PackedDevice(block.Memory, features), cells, kicks, calls), TaskCreationOptions.LongRunning);
        await Task.WhenAll(driver, device).WaitAsync(3 * s_limit);
        Assert.Equal(added, await device);
        output.WriteLine($"{size} descriptors, {features}: {added} chains");
        Assert.True(added > size, $"{added} chains");
    }

    private static int Drive(PackedDriver driver, ulong[] cells, SemaphoreSlim kicks, SemaphoreSlim calls, CancellationToken over)
    {
        // A cell for each chain under way: the driver writes a number, the device its complement.
        int[] free = new int[cells.Length];
        int freeCells = cells.Length;
        for (int i = 0; i < free.Length; i++)
            free[i] = i;
        int added = 0;
        bool isLast = false;
        while (!isLast || driver.Outstanding > 0)
        {
            while (!isLast && driver.Free > 0)
            {
                isLast = added == MostChains || (added > cells.Length && over.IsCancellationRequested); // so many at least, however late this thread runs
                int cell = free[--freeCells];
                cells[cell] = (ulong)added + 1;
                VirtqueueBuffer buffer = new((ulong)cell, isLast ? 1u : sizeof(ulong));
                Assert.Equal(VirtqueueAddStatus.Added, driver.Add([], [buffer], ((ulong)(added + 1) << 32) | (uint)cell));
                added++;
            }

            if (driver.NeedsKick())
                kicks.Release();
            while (driver.TryReclaim(out UsedBuffer used) == VirtqueueReclaimStatus.Reclaimed)
            {
                int cell = (int)(uint)used.Token;
                Assert.Equal(~(used.Token >> 32), cells[cell]);
                free[freeCells++] = cell;
            }

            if ((isLast ? driver.Outstanding > 0 : driver.Free == 0) && driver.EnableCalls())
                Assert.True(calls.Wait(s_limit, CancellationToken.None), "No call came.");
            driver.DisableCalls();
        }

        Assert.Equal(0UL, driver.Violations);
        return added;
    }

    private static int Serve(PackedDevice device, ulong[] cells, SemaphoreSlim kicks, SemaphoreSlim calls)
    {
        VirtqueueBuffer[] buffers = new VirtqueueBuffer[1];
        int served = 0;
        while (true)
        {
            device.DisableKicks();
            while (device.TryTake(buffers, out VirtqueueChain chain) == VirtqueueTakeStatus.Taken)
            {
                cells[buffers[0].Address] = ~cells[buffers[0].Address];
                device.Complete(chain, buffers[0].Length);
                served++;
                if (device.NeedsCall())
                    calls.Release();
                if (buffers[0].Length == 1)
                {
                    Assert.Equal(0UL, device.Violations);
                    return served;
                }
            }

            if (device.EnableKicks())
                Assert.True(kicks.Wait(s_limit), "No kick came.");
        }
    }
}
