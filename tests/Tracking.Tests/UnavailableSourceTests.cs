using System;
using System.Linq;
using System.Runtime.InteropServices;
using RingCore.Tracking.Linux;
using Xunit;

namespace RingCore.Tracking.Tests;

public class UnavailableSourceTests
{
    [Fact]
    public void Another_operating_system() => Says(new() { HasLinux = false }, "another operating system");

    [Fact]
    public void Another_instruction_set() => Says(new() { Runs = Architecture.RiscV64 }, "RiscV64");

    [Fact]
    public void Pages_of_another_size() => Says(new() { HostPageBytes = 16384 }, "16384");

    [Theory]
    [InlineData(38, "built without it")]
    [InlineData(1, "security policy")]
    [InlineData(22, "Linux 5.11")]
    [InlineData(24, "errno 24")]
    public void No_userfaultfd(int error, string says) => Says(new() { UserFaultError = error }, says);

    [ProtectFact]
    public void Features_that_an_older_kernel_does_not_know() => Says(Failing(UserFault.ApiRequest, 22), "Linux 6.7");

    [ProtectFact]
    public void Features_that_the_kernel_does_not_offer() => Says(new() { OffersAsync = false }, "does not offer");

    [ProtectFact]
    public void Memory_that_cannot_be_registered() => Says(Failing(UserFault.RegisterRequest, 22), "UFFDIO_REGISTER");

    [ProtectFact]
    public void Memory_that_cannot_be_protected() => Says(Failing(UserFault.WriteProtectRequest, 22), "UFFDIO_WRITEPROTECT");

    [ProtectFact]
    public void No_page_map() => Says(new() { PageMapError = 13 }, "/proc/self/pagemap");

    [ProtectFact]
    public void A_page_map_without_the_scan() => Says(Failing(PageMapScan.Request, 25), "Linux 6.7 does");

    [ProtectFact]
    public void A_scan_that_is_refused() => Says(Failing(PageMapScan.Request, 1), "refuses");

    [Fact]
    public void The_exception_can_be_made_like_any_other()
    {
        Assert.NotEmpty(new SourceUnavailableException().Message);
        InvalidOperationException cause = new();
        Assert.Same(cause, new SourceUnavailableException("Why.", cause).InnerException);
    }

    private static StubKernel Failing(uint request, int error)
    {
        StubKernel kernel = new();
        kernel.Failures[request] = error;
        return kernel;
    }

    /// <summary>By name it fails with the sentence; by Auto the next source runs and repeats it; no descriptor is left open.</summary>
    private static void Says(StubKernel kernel, string what)
    {
        using TrackedMemory memory = new(4);
        SourceUnavailableException refusal = Assert.Throws<SourceUnavailableException>(
            () => new DirtyTracker(memory, new TrackerOptions { Source = SourceKind.Protect }, kernel));
        Assert.Contains(what, refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
        using DirtyTracker tracker = new(memory, new TrackerOptions { Source = SourceKind.Auto }, kernel);
        Assert.Equal(SourceKind.Barrier, tracker.Source.Kind);
        Assert.Contains(refusal.Message, tracker.Source.Reason, StringComparison.Ordinal);
        Assert.Empty(kernel.Files);
        tracker.MarkDirty(2);
        Assert.Equal(2UL, tracker.TakeRound().Single());
    }
}
