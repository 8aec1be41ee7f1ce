using System;
using System.IO;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using RingCore.Tracking.Linux;
using Fp = RingCore.SharedFencePoints;

namespace RingCore.Tracking;

/// <summary>
/// Tracked pages in a sealed region, and the slots that they are in. The producer's side has the one writable mapping there will ever be; who
/// opens it reads, and checks the header once before it believes any of it.
/// </summary>
/// <remarks>
/// <code>
///  byte  0       8         16     24       32      40     128
///        +-------+---------+------+--------+-------+------+-----------------+--- next multiple of 4 KiB ---+-------------
///        | magic | version | name | slots: | pages | ready| pages of slot 0,| zeroes                       | page 0, 1, …
///        |       |         |      | number |       |      | 1, … (8 bytes)  |                              |
///        +-------+---------+------+--------+-------+------+-----------------+------------------------------+-------------
/// </code>
/// The name is a random number, the same in the copies that successors make; the record of the pages carries it too. Everything is stored
/// before the region is handed to anybody, ready last.
/// </remarks>
internal sealed unsafe class SharedImage : IDisposable
{
    private const ulong MagicValue = 0x474D_4954_4543_4E52; // "RNCETIMG"
    private const ulong VersionValue = 1;
    private const int MagicWord = 0;
    private const int VersionWord = 1;
    private const int NameWord = 2;
    private const int SlotsWord = 3;
    private const int PagesWord = 4;
    private const int ReadyWord = 5;
    private const int SlotPagesWord = 16;
    private const int CopyBytes = 1 << 30;

    private readonly long _headerBytes;

    private SharedImage(SharedRegion region, SlotTable slots, long pages, ulong name, long headerBytes)
    {
        (Region, Slots, Pages, Name, _headerBytes) = (region, slots, pages, name, headerBytes);
    }

    /// <summary>The region.</summary>
    internal SharedRegion Region { get; }

    /// <summary>The slots.</summary>
    internal SlotTable Slots { get; }

    /// <summary>Pages of all slots together.</summary>
    internal long Pages { get; }

    /// <summary>The image's name, never 0.</summary>
    internal ulong Name { get; }

    /// <summary>First byte of page 0; nothing once the region is gone.</summary>
    internal byte* Start => Region.Start + _headerBytes;

    /// <summary>Makes an image of zeroes.</summary>
    /// <param name="slots">The slots; their frames follow each other from 0.</param>
    /// <param name="name">The name of the image that this one will be a copy of; 0 for a new one.</param>
    /// <exception cref="IOException">The kernel refuses.</exception>
    /// <exception cref="PlatformNotSupportedException">The host is not Linux.</exception>
    internal static SharedImage Create(SlotTable slots, ulong name = 0)
    {
        Span<byte> random = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(random);
        name = name != 0 ? name : BitConverter.ToUInt64(random) | 1;
        long pages = 0;
        foreach (MemorySlot slot in slots.Slots)
            pages += (long)slot.Pages;
        long headerBytes = HeaderBytes(slots.Slots.Length);
        SharedRegion region = SharedRegion.Create("ringcore-image", headerBytes + (pages * TrackedMemory.PageBytes), RegionSeals.OfTold);
        ulong* words = (ulong*)region.Start;
        Fp.WriteOnce(words + MagicWord, MagicValue);
        Fp.WriteOnce(words + VersionWord, VersionValue);
        Fp.WriteOnce(words + NameWord, name);
        Fp.WriteOnce(words + SlotsWord, (ulong)slots.Slots.Length);
        Fp.WriteOnce(words + PagesWord, (ulong)pages);
        for (int i = 0; i < slots.Slots.Length; i++)
            Fp.WriteOnce(words + SlotPagesWord + i, slots.Slots[i].Pages);
        Fp.StoreRelease(words + ReadyWord, 1);
        return new SharedImage(region, slots, pages, name, headerBytes);
    }

    /// <summary>Maps an image for reading, once everything about it is found to be right.</summary>
    /// <param name="descriptor">The file: closed with the image, or at once where it is refused.</param>
    /// <param name="image">The image, where it was opened.</param>
    internal static SharedOpenStatus Open(SafeFileHandle descriptor, out SharedImage? image)
    {
        image = null;
        SharedOpenStatus status = SharedRegion.Open(descriptor, RegionSeals.OfTold, 0, RegionAccess.ReadOnly, out SharedRegion? region);
        if (region is null)
        {
            descriptor.Dispose();
            return status;
        }

        status = Read(region, out image);
        if (image is null)
            region.Dispose();
        return status;
    }

    /// <summary>Copies the pages into an image of the same slots. Nobody writes either meanwhile.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    internal void CopyInto(SharedImage copy)
    {
        // By what the file holds: looking at a page that was never written would make the kernel allocate it.
        long position = _headerBytes;
        while (SparseFile.NextRange(Region.Descriptor, ref position, out long end))
        {
            while (position < end)
            {
                Span<byte> chunk = new(copy.Region.Start + position, (int)Math.Min(end - position, CopyBytes));
                int read = RandomAccess.Read(Region.Descriptor, chunk, position);
                if (read <= 0)
                    throw new IOException($"An image of {Region.Bytes} bytes ends at {position}.");
                position += read;
            }
        }
    }

    /// <summary>Ends the owner's use of the region.</summary>
    public void Dispose() => Region.Dispose();

    private static SharedOpenStatus Read(SharedRegion region, out SharedImage? image)
    {
        image = null;
        ulong* words = (ulong*)region.Start;
        bool isReady = Fp.LoadAcquire(words + ReadyWord) == 1;
        if (Fp.ReadOnce(words + MagicWord) != MagicValue)
            return SharedOpenStatus.WrongMagic;
        if (Fp.ReadOnce(words + VersionWord) != VersionValue)
            return SharedOpenStatus.OtherVersion;
        if (!isReady)
            return SharedOpenStatus.HalfMade;
        ulong name = Fp.ReadOnce(words + NameWord);
        ulong slotCount = Fp.ReadOnce(words + SlotsWord);
        ulong pages = Fp.ReadOnce(words + PagesWord);
        if (name == 0 || slotCount is < 1 or > TrackedMemory.MaxSlots || pages is < 1 or > TrackedMemory.MaxPages)
            return SharedOpenStatus.UnknownLayout;
        long headerBytes = HeaderBytes((int)slotCount);
        long bytes = headerBytes + ((long)pages * TrackedMemory.PageBytes);
        if (region.Bytes < bytes || region.Bytes - bytes >= Environment.SystemPageSize)
            return SharedOpenStatus.WrongSize;
        long[] slotPages = new long[slotCount];
        ulong left = pages;
        for (int i = 0; i < slotPages.Length; i++)
        {
            ulong one = Fp.ReadOnce(words + SlotPagesWord + i);
            if (one < 1 || one > left)
                return SharedOpenStatus.UnknownLayout;
            slotPages[i] = (long)one;
            left -= one;
        }

        if (left != 0)
            return SharedOpenStatus.UnknownLayout;
        image = new SharedImage(region, TrackedMemory.Lay(slotPages), (long)pages, name, headerBytes);
        return SharedOpenStatus.Opened;
    }

    private static long HeaderBytes(int slots)
    {
        long bytes = (SlotPagesWord + slots) * (long)sizeof(ulong);
        return (bytes + TrackedMemory.PageBytes - 1) / TrackedMemory.PageBytes * TrackedMemory.PageBytes;
    }
}
