using System;
using System.Runtime.InteropServices;
using LiveCheckpoint.Workloads;
using RingCore.Hostile.Platform;

namespace RingCore.Hostile.Moves;

/// <summary>Asks the kernel to pull a ring's regions away or to open what is closed, and compares each answer with what the seals promise.</summary>
internal sealed unsafe class KernelMoves(SharedRegion told, SharedRegion answered)
{
    /// <summary>Number of moves.</summary>
    internal const int Count = (int)KernelMove.WriteReopenedAnswered + 1;

    private const int NotPermitted = 1; // EPERM
    private const int AccessDenied = 13; // EACCES
    private const int AddSeals = 1033; // F_ADD_SEALS
    private const int SealWrite = 8;
    private const int KeepSize = 1;
    private const int PunchHole = 2;
    private const int AdviceRemove = 9;
    private const int ProtectReadWrite = 3;
    private const int MapShared = 1;
    private const int OpenReadWrite = 2;
    private const int OpenTruncate = 0x200;

    private readonly long[] _tried = new long[Count];
    private readonly long[] _surprises = new long[Count];

    /// <summary>How often each was tried.</summary>
    internal ReadOnlySpan<long> Tried => _tried;

    /// <summary>How often each ended in another way than the seals promise.</summary>
    internal ReadOnlySpan<long> Surprises => _surprises;

    /// <summary>Makes one.</summary>
    internal void Make(KernelMove move, ref RandomSequence random)
    {
        _tried[(int)move]++;
        int expected = move switch
        {
            KernelMove.ProtectTold or KernelMove.RemoveTold => AccessDenied,
            KernelMove.PunchAnswered or KernelMove.RemoveAnswered or KernelMove.WriteReopenedAnswered => 0,
            _ => NotPermitted,
        };
        if (Try(move, ref random) != expected)
            _surprises[(int)move]++;
    }

    private int Try(KernelMove move, ref RandomSequence random)
    {
        long page = Environment.SystemPageSize;
        long toldPage = page * random.Below((int)(told.Bytes / page));
        long answeredPage = page * random.Below((int)(answered.Bytes / page));
        return move switch
        {
            // Less than a page would also do, but must not be what the region has.
            KernelMove.ShrinkTold => Error(HostileCalls.ftruncate(told.Descriptor, toldPage)),
            KernelMove.GrowTold => Error(HostileCalls.ftruncate(told.Descriptor, 2 * told.Bytes)),
            KernelMove.PunchTold => Error(HostileCalls.fallocate(told.Descriptor, KeepSize | PunchHole, toldPage, page)),
            KernelMove.RemoveTold => Error(HostileCalls.madvise(told.Start + toldPage, (nuint)page, AdviceRemove)),
            KernelMove.SealTold => Error(HostileCalls.fcntl(told.Descriptor, AddSeals, SealWrite)),
            KernelMove.MapToldForWriting => ErrorOfMapping(told),
            KernelMove.ProtectTold => Error(HostileCalls.mprotect(told.Start, (nuint)told.Bytes, ProtectReadWrite)),
            KernelMove.WriteReopenedTold => ErrorOfReopening(told, toldPage, random.Next()),
            KernelMove.ShrinkAnswered => Error(HostileCalls.ftruncate(answered.Descriptor, answeredPage)),
            KernelMove.GrowAnswered => Error(HostileCalls.ftruncate(answered.Descriptor, 2 * answered.Bytes)),
            KernelMove.ExtendAnswered => Error(HostileCalls.fallocate(answered.Descriptor, 0, answered.Bytes, page)),
            KernelMove.SealAnswered => Error(HostileCalls.fcntl(answered.Descriptor, AddSeals, SealWrite)),
            KernelMove.TruncateReopenedAnswered => ErrorOfTruncation(answered),
            KernelMove.PunchAnswered => Error(HostileCalls.fallocate(answered.Descriptor, KeepSize | PunchHole, answeredPage, page)),
            KernelMove.RemoveAnswered => Error(HostileCalls.madvise(answered.Start + answeredPage, (nuint)page, AdviceRemove)),
            _ => ErrorOfReopening(answered, answeredPage, random.Next()),
        };
    }

    private static int ErrorOfMapping(SharedRegion region)
    {
        nint mapped = HostileCalls.mmap(0, (nuint)region.Bytes, ProtectReadWrite, MapShared, region.Descriptor, 0);
        if (mapped == HostileCalls.Failed)
            return Marshal.GetLastPInvokeError();
        _ = HostileCalls.munmap(mapped, (nuint)region.Bytes);
        return 0;
    }

    private static int ErrorOfReopening(SharedRegion region, long offset, ulong value)
    {
        int file = HostileCalls.open(PathOf(region), OpenReadWrite, 0);
        if (file < 0)
            return Marshal.GetLastPInvokeError();
        int error = Error((int)HostileCalls.pwrite(file, &value, sizeof(ulong), offset));
        _ = HostileCalls.close(file);
        return error;
    }

    private static int ErrorOfTruncation(SharedRegion region)
    {
        int file = HostileCalls.open(PathOf(region), OpenReadWrite | OpenTruncate, 0);
        if (file < 0)
            return Marshal.GetLastPInvokeError();
        _ = HostileCalls.close(file);
        return 0;
    }

    private static string PathOf(SharedRegion region) => $"/proc/self/fd/{region.Descriptor.DangerousGetHandle()}";

    private static int Error(int result) => result < 0 ? Marshal.GetLastPInvokeError() : 0;
}
