using System.Collections.Generic;
using RingCore.Kvm;
using Xunit;

namespace RingCore.Tests;

/// <summary>A reset of rings whose calls the kernel cuts short. The kernels of the lab do not; newer ones do.</summary>
public class ResetLoopTests
{
    private const int Interrupted = -4;

    [Fact]
    public void One_call_that_resets_all_is_enough() => Assert.Equal(new KvmResetResult(10, 1, 0), Reset(10, 10));

    [Fact]
    public void Short_counts_are_gone_on_from() => Assert.Equal(new KvmResetResult(10, 3, 0), Reset(10, 3, 4, 3));

    [Fact]
    public void Zero_and_EINTR_are_gone_on_from() => Assert.Equal(new KvmResetResult(10, 5, 0), Reset(10, 0, 4, Interrupted, 0, 6));

    [Fact]
    public void Nothing_to_reset_is_one_call() => Assert.Equal(new KvmResetResult(0, 1, 0), Reset(0, 0));

    [Fact]
    public void A_kernel_that_never_goes_on_ends_the_loop_and_what_is_left_is_told()
    {
        int calls = 0;
        KvmResetResult result = KvmRings.ResetAll(() => calls++ == 0 ? 4 : 0, 10);
        Assert.Equal((4, 6), (result.Entries, result.LeftEntries));
        Assert.InRange(result.Calls, 2, 100);
    }

    [Fact]
    public void Another_error_is_thrown() => Assert.Equal(22, Assert.Throws<KvmException>(() => Reset(10, -22)).Error);

    private static KvmResetResult Reset(long left, params int[] answers)
    {
        Queue<int> queue = new(answers);
        return KvmRings.ResetAll(queue.Dequeue, left);
    }
}
