using System;
using System.Runtime.InteropServices;
using System.Threading;
using RingCore.Layouts;
using RingCore.Tracking.Linux;

namespace RingCore.Tracking;

/// <summary>
/// Zeroed native memory at a multiple of <see cref="CacheLine.PaddingBytes"/>, freed with its last user; whoever makes it is the first.
/// </summary>
/// <remarks>
/// A large block asks for huge pages: the bitmaps of a terabyte have 32 MiB each, and a look-up far from the last one would cost a walk of the
/// page tables besides its cache line.
/// </remarks>
internal sealed unsafe class CountedBlock
{
    private const long HugePageBytes = 2 << 20;
    private const int AdviseHugePage = 14;

    private readonly Lock _gate = new();
    private int _users = 1;

    /// <summary>Allocates and clears.</summary>
    /// <param name="bytes">Size, 1 or more.</param>
    internal CountedBlock(long bytes)
    {
        bool isLarge = bytes >= HugePageBytes;
        Start = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, isLarge ? (nuint)HugePageBytes : CacheLine.PaddingBytes);
        if (isLarge && OperatingSystem.IsLinux())
            _ = LibC.madvise(Start, (nuint)bytes & ~(nuint)(Environment.SystemPageSize - 1), AdviseHugePage); // advice: a refusal changes nothing
        NativeMemory.Clear(Start, (nuint)bytes);
    }

    /// <summary>First byte; null once freed.</summary>
    internal byte* Start { get; private set; }

    /// <summary>Counts a user.</summary>
    internal void AddUser()
    {
        lock (_gate)
            _users++;
    }

    /// <summary>Counts a user off.</summary>
    /// <returns>True where it was the last, and the memory is freed.</returns>
    internal bool RemoveUser()
    {
        lock (_gate)
        {
            if (--_users > 0)
                return false;
            NativeMemory.AlignedFree(Start);
            Start = null;
            return true;
        }
    }
}
