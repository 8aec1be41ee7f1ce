using System;
using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using RingCore.VhostUser;
using RingCore.VhostUser.Protocol;
using Xunit;

namespace RingCore.Tests;

/// <summary>Queues of a session, with a driver on the front end's own mapping of the memory.</summary>
[Trait("Category", "Packed")]
public unsafe class QueueTests
{
    private const ulong BufferOffset = 0x8_0000;

    private readonly VirtqueueBuffer[] _buffers = new VirtqueueBuffer[64];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(3000)]
    public void Bytes_pass_in_both_directions(int size)
    {
        using FrontEnd front = new();
        front.Negotiate();
        PackedDriver driver = front.StartQueue(0, size);
        VhostUserQueue queue = front.Session.Queues[0];
        for (int i = 0; i < (2 * size) + 3; i++)
        {
            front.Start[BufferOffset] = (byte)i;
            Assert.Equal(VirtqueueAddStatus.Added, driver.Add([], [new VirtqueueBuffer(FrontEnd.GuestAddress + BufferOffset, 16)], (ulong)i));
            Assert.Equal(VirtqueueTakeStatus.Taken, queue.Device!.TryTake(new GuestAddresses(front.Session.Memory!), _buffers, out VirtqueueChain chain));
            Assert.True(front.Session.Memory!.TryTranslate(_buffers[0].Address, _buffers[0].Length, out byte* buffer));
            Assert.Equal((byte)i, *buffer);
            buffer[1] = (byte)~i;
            queue.Device.Complete(chain, 2);
            Assert.Equal(VirtqueueReclaimStatus.Reclaimed, driver.TryReclaim(out UsedBuffer used));
            Assert.Equal(new UsedBuffer((ulong)i, 2), used);
            Assert.Equal((byte)~i, front.Start[BufferOffset + 1]);
        }
    }

    [Fact]
    public void A_stopped_queue_tells_where_it_stood_and_goes_on_from_there()
    {
        using FrontEnd front = new();
        front.Negotiate();
        PackedDriver driver = front.StartQueue(1, 5);
        Echo(front, driver, 7); // once around, and two more
        front.Ask(VhostUserRequest.GetVringBase, 1, 0);
        VringState state = front.Answer<VringState>(VhostUserRequest.GetVringBase);
        Assert.Equal((1u, 0x0002_0002u), (state.Queue, state.Value)); // descriptor 2 on the second pass, whose wrap counter is 0
        Assert.Null(front.Session.Queues[1].Device);
        front.Ask(VhostUserRequest.SetVringBase, 1, state.Value);
        front.Ask(VhostUserRequest.SetVringKick, FrontEnd.Bytes(0x101ul));
        Assert.Equal(2, front.Session.Queues[1].Starts);
        Echo(front, driver, 11);
    }

    [Fact]
    public void A_queue_may_start_again_with_the_same_kick_file_which_no_longer_wakes_while_it_is_stopped()
    {
        using FrontEnd front = new();
        using SafeFileHandle kick = FrontEnd.EventFile();
        front.Negotiate();
        front.StartQueue(0, 4, kick);
        for (int i = 0; i < 3; i++)
        {
            front.Ask(VhostUserRequest.GetVringBase, 0, 0);
            front.Answer<VringState>(VhostUserRequest.GetVringBase);
            VhostUser.Linux.EventFile.Signal(kick);
            Stopwatch watch = Stopwatch.StartNew();
            front.Session.Serve(TimeSpan.FromMilliseconds(20));
            Assert.InRange(watch.ElapsedMilliseconds, 10, 120_000);
            Assert.Equal(ServeStatus.Serving, front.Ask(VhostUserRequest.SetVringKick, FrontEnd.Bytes(0ul), [kick]));
        }
    }

    [Fact]
    public void A_queue_that_runs_moves_over_to_a_new_memory_table()
    {
        using FrontEnd front = new();
        front.Negotiate();
        PackedDriver driver = front.StartQueue(1, 5);
        Echo(front, driver, 7);
        PackedDevice? before = front.Session.Queues[1].Device;
        int open = OpenFiles.CountWithoutGarbage();
        Assert.Equal(ServeStatus.Serving, front.ShareMemory());
        Assert.Equal(open, OpenFiles.Count()); // the old table is unmapped
        Assert.NotSame(before, front.Session.Queues[1].Device);
        Echo(front, driver, 7);
    }

    [Fact]
    public void The_driver_is_called_where_it_wants_to_be()
    {
        using FrontEnd front = new() { Features = VirtioFeatures.ProtocolFeatures | VirtioFeatures.Version1 | VirtioFeatures.PackedRing | VirtioFeatures.EventIndex };
        using SafeFileHandle call = FrontEnd.EventFile();
        front.Negotiate();
        PackedDriver driver = front.StartQueue(1, 8, features: VirtqueueFeatures.EventIndex);
        front.Ask(VhostUserRequest.SetVringCall, FrontEnd.Bytes(1ul), [call]);
        driver.DisableCalls();
        Echo(front, driver, 3);
        Assert.False(FrontEnd.WasSignalled(call));
        Assert.True(driver.EnableCalls());
        Echo(front, driver, 1);
        Assert.True(FrontEnd.WasSignalled(call));
        Assert.Equal(1, front.Session.Queues[1].Calls);
        Echo(front, driver, 1); // not at the descriptor that was asked for
        Assert.Equal(1, front.Session.Queues[1].Calls);
    }

    [Fact]
    public void A_call_that_is_wanted_before_there_is_a_file_for_it_is_made_up_for()
    {
        using FrontEnd front = new();
        using SafeFileHandle call = FrontEnd.EventFile();
        front.Negotiate();
        PackedDriver driver = front.StartQueue(1, 8);
        Assert.True(driver.EnableCalls());
        Echo(front, driver, 1);
        Assert.Equal(0, front.Session.Queues[1].Calls);
        front.Ask(VhostUserRequest.SetVringCall, FrontEnd.Bytes(1ul), [call]);
        Assert.True(FrontEnd.WasSignalled(call));
        Assert.Equal(1, front.Session.Queues[1].Calls);
        front.Ask(VhostUserRequest.SetVringCall, FrontEnd.Bytes(1ul), [call]);
        Assert.Equal(1, front.Session.Queues[1].Calls);
    }

    [Fact]
    public void A_broken_ring_is_told_by_an_error_file_that_comes_later_too()
    {
        using FrontEnd front = new();
        using SafeFileHandle error = FrontEnd.EventFile();
        front.Negotiate();
        front.StartQueue(0, 4);
        for (int i = 0; i < 4; i++)
            ((uint*)front.Start)[(i * 4) + 3] = 0x0081_0000; // available, and goes on: a loop
        Assert.Equal(VirtqueueTakeStatus.Broken, front.Session.Queues[0].Device!.TryTake(_buffers, out _));
        Assert.Equal(ServeStatus.Serving, front.Session.Serve(TimeSpan.Zero));
        front.Ask(VhostUserRequest.SetVringError, FrontEnd.Bytes(0ul), [error]);
        Assert.Equal(ServeStatus.Serving, front.Session.Serve(TimeSpan.Zero));
        Assert.True(FrontEnd.WasSignalled(error));
    }

    [Fact]
    public void A_full_call_file_holds_nobody()
    {
        using FrontEnd front = new();
        using SafeFileHandle call = FrontEnd.EventFile();
        ulong full = ulong.MaxValue - 1;
        Assert.Equal(sizeof(ulong), VhostUser.Linux.LibC.write(call, &full, sizeof(ulong)));
        front.Negotiate();
        PackedDriver driver = front.StartQueue(1, 8);
        front.Ask(VhostUserRequest.SetVringCall, FrontEnd.Bytes(1ul), [call]);
        Assert.NotEqual(0, RingCore.Platform.LibC.fcntl(call, 3, 0) & 0x800); // F_GETFL, O_NONBLOCK: where the peer fills it between look and write
        Assert.True(driver.EnableCalls());
        Echo(front, driver, 3);
        Assert.Equal(3, front.Session.Queues[1].Calls);
    }

    [Fact]
    public void A_broken_ring_is_told_by_status_and_error_file()
    {
        using FrontEnd front = new();
        using SafeFileHandle error = FrontEnd.EventFile();
        front.Negotiate();
        front.StartQueue(0, 4);
        front.Ask(VhostUserRequest.SetVringError, FrontEnd.Bytes(0ul), [error]);
        for (int i = 0; i < 4; i++)
            ((uint*)front.Start)[(i * 4) + 3] = 0x0081_0000; // available, and goes on: a loop
        VhostUserQueue queue = front.Session.Queues[0];
        Assert.Equal(VirtqueueTakeStatus.Broken, queue.Device!.TryTake(_buffers, out _));
        Assert.False(queue.IsRunning);
        front.Ask(VhostUserRequest.GetStatus);
        Assert.Equal(0x40ul, front.Answer<ulong>(VhostUserRequest.GetStatus));
        Assert.True(FrontEnd.WasSignalled(error));
    }

    [Fact]
    public void What_a_dead_front_end_left_can_still_be_taken()
    {
        using FrontEnd front = new();
        front.Negotiate();
        PackedDriver driver = front.StartQueue(1, 8);
        for (int i = 0; i < 3; i++)
            driver.Add([new VirtqueueBuffer(FrontEnd.GuestAddress + BufferOffset, 16)], [], 0);
        front.Die();
        Assert.Equal(ServeStatus.FrontEndGone, front.Session.Serve(TimeSpan.Zero));
        Assert.Equal(ServeStatus.FrontEndGone, front.Session.Serve(TimeSpan.FromSeconds(30)));
        VhostUserQueue queue = front.Session.Queues[1];
        for (int i = 0; i < 3; i++)
            Assert.Equal(VirtqueueTakeStatus.Taken, queue.Device!.TryTake(_buffers, out _));
        Assert.Equal(VirtqueueTakeStatus.Empty, queue.Device!.TryTake(_buffers, out _));
    }

    [Fact]
    public void A_disabled_queue_does_not_run_and_a_reset_of_the_owner_disables_all()
    {
        using FrontEnd front = new();
        front.Negotiate();
        front.StartQueue(0, 4);
        front.StartQueue(1, 4);
        front.Ask(VhostUserRequest.SetVringEnable, 0, 0);
        Assert.False(front.Session.Queues[0].IsRunning);
        Assert.NotNull(front.Session.Queues[0].Device);
        Assert.True(front.Session.Queues[1].IsRunning);
        front.Ask(VhostUserRequest.ResetOwner);
        Assert.False(front.Session.Queues[1].IsRunning);
    }

    private void Echo(FrontEnd front, PackedDriver driver, int count)
    {
        VhostUserQueue queue = front.Session.Queues[1];
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(VirtqueueAddStatus.Added, driver.Add([new VirtqueueBuffer(FrontEnd.GuestAddress + BufferOffset, 16)], [], (ulong)i));
            Assert.Equal(VirtqueueTakeStatus.Taken, queue.Device!.TryTake(_buffers, out VirtqueueChain chain));
            queue.Device.Complete(chain, 0);
            queue.CallIfNeeded();
            Assert.Equal(VirtqueueReclaimStatus.Reclaimed, driver.TryReclaim(out UsedBuffer used));
            Assert.Equal((ulong)i, used.Token);
        }
    }
}
