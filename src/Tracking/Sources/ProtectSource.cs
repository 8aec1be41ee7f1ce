using System;
using System.Runtime.InteropServices;
using RingCore.Tracking.Linux;

namespace RingCore.Tracking;

/// <summary>
/// Writes by any code, found by the kernel's page protection: <c>userfaultfd</c> in asynchronous write-protect mode lets the first write
/// to a page through and notes it; <c>PAGEMAP_SCAN</c> reports the noted pages and protects them again in one step.
/// </summary>
/// <remarks>
/// A write after the scan's step for its page faults again and is noted again; one before it is in memory when the scan returns, because
/// protecting a page flushes its translation on every processor. Nobody handles faults: a synchronous handler inside this process could
/// be held up by a garbage collection that waits for the faulting thread.
/// </remarks>
internal sealed unsafe class ProtectSource : ScanSource
{
    /// <summary>Regions that one call of the kernel can report; scattered writes need several calls.</summary>
    internal const int RegionsPerCall = 4096;

    private const int NotPermitted = 1;
    private const int InvalidArgument = 22;
    private const int NotTerminal = 25;
    private const int NoSuchCall = 38;
    private const int NoFile = -1;

    private readonly PageMapScan.Region[] _regions = new PageMapScan.Region[RegionsPerCall];
    private readonly Kernel _kernel;
    private readonly ulong _start;
    private readonly ulong _end;
    private int _userFault = NoFile;
    private int _pageMap = NoFile;

    private ProtectSource(TrackedMemory memory, Kernel kernel)
    {
        _kernel = kernel;
        _start = (ulong)memory.Start;
        _end = _start + (memory.Pages * TrackedMemory.PageBytes);
    }

    /// <summary>Protects the memory: what it holds now counts as clean.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="kernel">The running kernel.</param>
    /// <param name="reason">One sentence: why the source runs, or why it cannot.</param>
    /// <returns>Null where the source cannot run here.</returns>
    internal static ProtectSource? TryStart(TrackedMemory memory, Kernel kernel, out string reason)
    {
        ProtectSource source = new(memory, kernel);
        string? obstacle = HostObstacle(kernel) ?? source.Open() ?? source.Protect() ?? source.Probe();
        reason = obstacle ?? "The kernel notes every write to the memory, by any code (userfaultfd write protection, PAGEMAP_SCAN).";
        if (obstacle is null)
            return source;
        source.Dispose();
        return null;
    }

    /// <inheritdoc/>
    internal override bool Scan(IScanReport report)
    {
        for (ulong at = _start; at < _end;)
        {
            int found = ScanFrom(at, _end, PageMapScan.ProtectMatching | PageMapScan.CheckAsync, out ulong walkEnd);
            if (found < 0 || walkEnd <= at)
                return false;
            foreach (PageMapScan.Region region in _regions.AsSpan(0, found))
            {
                ulong pages = (region.End - region.Start) / TrackedMemory.PageBytes;
                report.Written((region.Start - _start) / TrackedMemory.PageBytes, (long)pages);
            }

            at = walkEnd;
        }

        return true;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        // Closing the userfaultfd takes the protection off.
        Close(ref _pageMap);
        Close(ref _userFault);
    }

    private static string? HostObstacle(Kernel kernel)
    {
        if (!kernel.IsLinux)
            return "Page protection needs Linux 6.7 or later; this is another operating system.";
        if (kernel.Architecture is not (Architecture.X64 or Architecture.Arm64))
            return $"Page protection is known for x86-64 and arm64 only; this process is {kernel.Architecture}.";
        return kernel.PageBytes != TrackedMemory.PageBytes
            ? $"Page protection needs host pages of {TrackedMemory.PageBytes} bytes; this host's have {kernel.PageBytes}."
            : null;
    }

    private static string Failed(string call, int error, string meaning) =>
        $"{call} failed with errno {-error} ({Marshal.GetPInvokeErrorMessage(-error)}): {meaning}.";

    private string? Open()
    {
        _userFault = _kernel.OpenUserFault(UserFault.OpenFlags);
        if (_userFault < 0)
        {
            return Failed("userfaultfd", _userFault, _userFault switch
            {
                -NoSuchCall => "this kernel was built without it",
                -NotPermitted => "a security policy of this host or container denies it",
                -InvalidArgument => "this kernel does not know UFFD_USER_MODE_ONLY, which Linux 5.11 brought",
                _ => "the kernel refuses it",
            });
        }

        UserFault.Api api = new()
        {
            Version = UserFault.ApiVersion,
            Features = UserFault.FeatureWriteProtectAsync | UserFault.FeatureWriteProtectUnpopulated,
        };
        int result = _kernel.Control(_userFault, UserFault.ApiRequest, &api);
        if (result < 0)
            return Failed("UFFDIO_API", result, "this kernel has no asynchronous write protection, which Linux 6.7 brought");
        return (api.Features & UserFault.FeatureWriteProtectAsync) == 0
            ? "The userfaultfd of this kernel does not offer asynchronous write protection, which Linux 6.7 brought."
            : null;
    }

    private string? Protect()
    {
        ulong bytes = _end - _start;
        _kernel.RefuseHugePages((void*)_start, (nuint)bytes);
        UserFault.Register register = new() { Start = _start, Bytes = bytes, Mode = UserFault.RegisterModeWriteProtect };
        int result = _kernel.Control(_userFault, UserFault.RegisterRequest, &register);
        if (result < 0)
            return Failed("UFFDIO_REGISTER", result, "the kernel cannot watch this memory, or another tracker watches it already");
        UserFault.WriteProtect protect = new() { Start = _start, Bytes = bytes, Mode = UserFault.WriteProtectModeOn };
        result = _kernel.Control(_userFault, UserFault.WriteProtectRequest, &protect);
        return result < 0 ? Failed("UFFDIO_WRITEPROTECT", result, "the kernel cannot protect this memory") : null;
    }

    private string? Probe()
    {
        _pageMap = _kernel.OpenPageMap();
        if (_pageMap < 0)
            return Failed("Opening /proc/self/pagemap", _pageMap, "without it written pages cannot be asked for");
        // Looks and leaves everything as it is.
        int result = ScanFrom(_start, _start + TrackedMemory.PageBytes, PageMapScan.CheckAsync, out _);
        if (result >= 0)
            return null;
        return Failed("PAGEMAP_SCAN", result, result == -NotTerminal ? "this kernel does not have it, Linux 6.7 does" : "the kernel refuses it");
    }

    private int ScanFrom(ulong start, ulong end, ulong flags, out ulong walkEnd)
    {
        fixed (PageMapScan.Region* regions = _regions)
        {
            PageMapScan scan = new()
            {
                Size = (ulong)sizeof(PageMapScan),
                Flags = flags,
                Start = start,
                End = end,
                Vector = (ulong)regions,
                VectorLength = RegionsPerCall,
                CategoryMask = PageMapScan.PageIsWritten,
                ReturnMask = PageMapScan.PageIsWritten,
            };
            int result = _kernel.Control(_pageMap, PageMapScan.Request, &scan);
            walkEnd = scan.WalkEnd;
            return result;
        }
    }

    private void Close(ref int file)
    {
        if (file >= 0)
            _kernel.Close(file);
        file = NoFile;
    }
}
