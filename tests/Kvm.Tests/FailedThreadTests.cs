using System;
using System.IO;
using System.Threading;
using RingCore.Kvm;
using RingCore.Kvm.Linux;
using Xunit;

namespace RingCore.Tests;

/// <summary>A vCPU's thread that fails: here its file is no vCPU, and the kernel refuses to run it. Whoever waits for the thread is told.</summary>
public sealed class FailedThreadTests : IDisposable
{
    private const int NotTerminal = 25; // ENOTTY: no such ioctl on this file

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly string _path = Path.GetTempFileName();
    private readonly KvmVcpu _vcpu;
    private readonly VcpuThread _thread;

    public FailedThreadTests()
    {
        File.WriteAllBytes(_path, new byte[GuestMemory.PageBytes]);
        _vcpu = new KvmVcpu(new KvmMachine(null!, -1), 3, LibC.open(_path, LibC.ReadWriteCloseOnExec), GuestMemory.PageBytes);
        _thread = new VcpuThread(_vcpu, rings: null, _ => true);
    }

    public void Dispose()
    {
        _thread.Dispose();
        _vcpu.Dispose();
        File.Delete(_path);
    }

    [Fact]
    public void One_that_has_not_failed_is_stopped() => _thread.Stop(s_limit);

    [Fact]
    public void A_stop_says_that_it_has_failed_and_how()
    {
        _thread.Resume();
        Assert.True(SpinWait.SpinUntil(() => _thread.HasEnded, s_limit), "The thread goes on.");
        AssertNamesCause(Assert.Throws<KvmException>(() => _thread.Stop(s_limit)));
        AssertNamesCause(Assert.Throws<KvmException>(() => _thread.Stop(TimeSpan.Zero))); // and again
    }

    [Fact]
    public void A_wait_for_its_end_says_so_too()
    {
        _thread.Resume();
        AssertNamesCause(Assert.Throws<KvmException>(() => _thread.WaitForEnd(s_limit)));
    }

    private static void AssertNamesCause(KvmException failure)
    {
        Assert.Contains("vCPU 3", failure.Message, StringComparison.Ordinal);
        Assert.Contains("KVM_SET_SIGNAL_MASK", failure.Message, StringComparison.Ordinal);
        Assert.Equal(NotTerminal, Assert.IsType<KvmException>(failure.InnerException).Error);
    }
}
