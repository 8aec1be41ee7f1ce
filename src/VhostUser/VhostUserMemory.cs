using System;
using System.IO;
using Microsoft.Win32.SafeHandles;
using RingCore.Platform;
using RingCore.VhostUser.Linux;
using RingCore.VhostUser.Protocol;

namespace RingCore.VhostUser;

/// <summary>
/// The driver's memory, as the front end handed it over: up to 8 regions, each known by its guest addresses, which descriptors hold, and by its user
/// addresses, which set up queues. Both sides may write all of it at any time: read each word once.
/// </summary>
public sealed unsafe class VhostUserMemory
{
    private const int ProtectReadWrite = 3;
    private const int MapShared = 1;
    private const nint MapFailed = -1;

    private readonly Region[] _regions;

    private VhostUserMemory(Region[] regions) => _regions = regions;

    /// <summary>Regions.</summary>
    public int Regions => _regions.Length;

    /// <summary>Finds a buffer that a descriptor names.</summary>
    /// <param name="address">Its guest address.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="start">Its first byte; valid until the next <see cref="VhostUserSession.Serve"/>.</param>
    /// <returns>False where it is not, in all its length, in one region.</returns>
    public bool TryTranslate(ulong address, uint length, out byte* start)
    {
        foreach (ref readonly Region region in _regions.AsSpan())
        {
            ulong offset = address - region.GuestAddress;
            if (offset < region.Bytes && length <= region.Bytes - offset)
            {
                start = region.Start + offset;
                return true;
            }
        }

        start = null;
        return false;
    }

    /// <summary>Unmaps the regions: nothing is found any more. Once.</summary>
    internal void Unmap()
    {
        foreach (Region region in _regions)
            _ = RingCore.Platform.LibC.munmap((nint)region.Start, (nuint)region.Bytes);
        Array.Clear(_regions);
    }

    /// <summary>Maps a table.</summary>
    /// <param name="table">Its regions.</param>
    /// <param name="message">The message, for its files: as many.</param>
    /// <param name="requireSealed">Whether files that can shrink are refused.</param>
    /// <param name="memory">The memory, where nothing is refused.</param>
    internal static VhostUserRefusal TryMap(ReadOnlySpan<MemoryRegion> table, in Message message, bool requireSealed, out VhostUserMemory? memory)
    {
        memory = null;
        VhostUserRefusal refusal = Judge(table);
        Region[] regions = new Region[table.Length];
        int mapped = 0;
        for (; refusal == VhostUserRefusal.None && mapped < table.Length; mapped++)
        {
            using SafeFileHandle file = message.TakeFile(mapped)!; // the mapping outlives it
            refusal = TryMap(table[mapped], file, requireSealed, out regions[mapped]);
            if (refusal != VhostUserRefusal.None)
                break;
        }

        VhostUserMemory made = new(regions[..mapped]);
        if (refusal == VhostUserRefusal.None)
            memory = made;
        else
            made.Unmap();
        return refusal;
    }

    /// <summary>Finds a part of a queue.</summary>
    internal bool TryTranslateUser(ulong address, ulong length, out byte* start)
    {
        foreach (ref readonly Region region in _regions.AsSpan())
        {
            ulong offset = address - region.UserAddress;
            if (offset < region.Bytes && length <= region.Bytes - offset)
            {
                start = region.Start + offset;
                return true;
            }
        }

        start = null;
        return false;
    }

    private static VhostUserRefusal Judge(ReadOnlySpan<MemoryRegion> table)
    {
        for (int i = 0; i < table.Length; i++)
        {
            MemoryRegion region = table[i];
            if (region.Bytes == 0 || region.Bytes > long.MaxValue
                || region.FileOffset > long.MaxValue - region.Bytes || Wraps(region.GuestAddress, region.Bytes) || Wraps(region.UserAddress, region.Bytes))
            {
                return VhostUserRefusal.RegionOutOfRange;
            }

            for (int j = 0; j < i; j++)
            {
                if (Overlap(region.GuestAddress, region.Bytes, table[j].GuestAddress, table[j].Bytes)
                    || Overlap(region.UserAddress, region.Bytes, table[j].UserAddress, table[j].Bytes))
                {
                    return VhostUserRefusal.RegionsOverlap;
                }
            }
        }

        return VhostUserRefusal.None;
    }

    private static VhostUserRefusal TryMap(MemoryRegion region, SafeFileHandle file, bool requireSealed, out Region mapped)
    {
        mapped = default;
        bool isSealed = Memfd.TryGetSeals(file, out RegionSeals seals) && (seals & RegionSeals.Shrink) != 0;
        if (requireSealed && !isSealed)
            return VhostUserRefusal.RegionNotSealed;
        ulong page = FilePages.BytesOf(file);
        if (region.Bytes % page != 0 || region.FileOffset % page != 0 || (ulong)LengthOf(file) < region.FileOffset + region.Bytes)
            return VhostUserRefusal.RegionOutOfRange;
        nint start = RingCore.Platform.LibC.mmap(0, (nuint)region.Bytes, ProtectReadWrite, MapShared, file, (nint)region.FileOffset);
        if (start == MapFailed)
            return VhostUserRefusal.RegionNotMapped;
        mapped = new Region(region.GuestAddress, region.UserAddress, region.Bytes, (byte*)start);
        return VhostUserRefusal.None;
    }

    private static long LengthOf(SafeFileHandle file)
    {
        try
        {
            return RandomAccess.GetLength(file);
        }
        catch (Exception noLength) when (noLength is IOException or NotSupportedException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static bool Wraps(ulong address, ulong bytes) => address > ulong.MaxValue - bytes;

    private static bool Overlap(ulong first, ulong firstBytes, ulong second, ulong secondBytes) => first < second + secondBytes && second < first + firstBytes;

    private readonly struct Region(ulong guestAddress, ulong userAddress, ulong bytes, byte* start)
    {
        internal readonly ulong GuestAddress = guestAddress;
        internal readonly ulong UserAddress = userAddress;
        internal readonly ulong Bytes = bytes;
        internal readonly byte* Start = start;
    }
}
