using System.Collections.Generic;
using System.Runtime.InteropServices;
using RingCore.Tracking.Linux;

namespace RingCore.Tracking.Tests;

/// <summary>The running kernel, except for what a test takes away from it.</summary>
internal sealed unsafe class StubKernel : Kernel
{
    /// <summary>Errors by ioctl number.</summary>
    internal Dictionary<uint, int> Failures { get; } = [];

    internal bool HasLinux { get; init; } = true;

    internal Architecture Runs { get; init; } = RuntimeInformation.ProcessArchitecture;

    internal int HostPageBytes { get; init; } = TrackedMemory.PageBytes;

    internal int UserFaultError { get; init; }

    internal int PageMapError { get; init; }

    internal bool OffersAsync { get; init; } = true;

    /// <summary>Descriptors handed out and not closed.</summary>
    internal HashSet<int> Files { get; } = [];

    internal override bool IsLinux => HasLinux;

    internal override Architecture Architecture => Runs;

    internal override int PageBytes => HostPageBytes;

    internal override int OpenUserFault(int flags) => UserFaultError != 0 ? -UserFaultError : Opened(base.OpenUserFault(flags));

    internal override int OpenPageMap() => PageMapError != 0 ? -PageMapError : Opened(base.OpenPageMap());

    internal override int Control(int file, uint request, void* argument)
    {
        if (Failures.TryGetValue(request, out int error))
            return -error;
        int result = base.Control(file, request, argument);
        if (request == UserFault.ApiRequest && !OffersAsync)
            ((UserFault.Api*)argument)->Features = 0;
        return result;
    }

    internal override void Close(int file)
    {
        Files.Remove(file);
        base.Close(file);
    }

    private int Opened(int file)
    {
        Files.Add(file);
        return file;
    }
}
