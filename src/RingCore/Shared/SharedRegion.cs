using System;
using System.IO;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using RingCore.Platform;

namespace RingCore;

/// <summary>Memory that several processes map: a sealed <c>memfd</c> on Linux, or a named file for peers that are trusted.</summary>
/// <remarks>
/// A memfd is mapped between two guard pages, and its seals keep every peer from pulling the memory away: a mapping whose file gets smaller kills
/// the process that touches it. <b>A named file has no seals</b> (<see cref="IsSealed"/>): a peer can cut it off under its user, and can map for
/// writing what it should only read. That is the form for hosts other than Linux, and only for peers that are trusted.
/// The memory stays mapped until the region is disposed and its last user (<see cref="Use"/>) is gone. Any thread.
/// </remarks>
public sealed unsafe partial class SharedRegion : IDisposable
{
    private readonly Lock _gate = new();
    private readonly IDisposable _mapping;
    private bool _ownsDescriptor;
    private bool _isDisposed;
    private int _users = 1;

    private SharedRegion(SafeFileHandle descriptor, bool ownsDescriptor, IDisposable mapping, byte* start, long bytes)
    {
        Descriptor = descriptor;
        _ownsDescriptor = ownsDescriptor;
        _mapping = mapping;
        Start = start;
        Bytes = bytes;
    }

    /// <summary>First byte, at a page boundary; null once the memory is gone.</summary>
    public byte* Start { get; private set; }

    /// <summary>Size in bytes, whole pages.</summary>
    public long Bytes { get; }

    /// <summary>The open file; closed with the memory.</summary>
    public SafeFileHandle Descriptor { get; }

    /// <summary>Its seals: what was there when it was opened, or was asked for when it was made.</summary>
    public RegionSeals Seals { get; private init; }

    /// <summary>Whether no peer can pull the memory away; false for a named file.</summary>
    public bool IsSealed => (Seals & RegionSeals.OfAnswered) == RegionSeals.OfAnswered;

    /// <summary>Whether the mapping may be written.</summary>
    public bool IsWritable { get; private init; }

    /// <summary>
    /// Whether processes that this one starts get the descriptor, under the same number: false at first. All of them do while it is true.
    /// </summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    /// <exception cref="PlatformNotSupportedException">The host is not Linux.</exception>
    public bool IsInheritable
    {
        get => Memfd.IsSupported && Memfd.IsInheritable(Descriptor);
        set
        {
            if (!Memfd.IsSupported)
                throw new PlatformNotSupportedException("Descriptors are handed over on Linux only.");
            Memfd.SetInheritable(Descriptor, value);
        }
    }

    /// <summary>Makes a region of zeroes, maps it for writing and seals it: from then on the seals hold for everybody, this process included.</summary>
    /// <param name="name">Shown by the kernel in <c>/proc/PID/maps</c>.</param>
    /// <param name="bytes">Size, 1 or more; made up to whole pages.</param>
    /// <param name="seals">The seals, for ever.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is outside its range.</exception>
    /// <exception cref="IOException">The kernel refuses.</exception>
    /// <exception cref="PlatformNotSupportedException">The host is not Linux.</exception>
    public static SharedRegion Create(string name, long bytes, RegionSeals seals)
    {
        if (!Memfd.IsSupported)
            throw new PlatformNotSupportedException("Sealed regions are made on Linux only; see the form in named files.");
        bytes = WholePages(bytes);
        SafeFileHandle file = Memfd.Create(name, bytes);
        GuardedMapping? mapping = null;
        try
        {
            // Before the seals: FutureWrite refuses every mapping for writing that comes after it, this one included.
            mapping = GuardedMapping.TryMap(file, bytes, isWritable: true) ?? throw Memfd.Failed("mmap");
            Memfd.AddSeals(file, seals);
            return new SharedRegion(file, ownsDescriptor: true, mapping, mapping.Start, bytes) { Seals = seals, IsWritable = true };
        }
        catch (IOException)
        {
            mapping?.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <summary>Maps what another process has made, once its seals and size are found to be right.</summary>
    /// <param name="descriptor">The file. Taken over where the answer is <see cref="SharedOpenStatus.Opened"/>; otherwise it stays the caller's.</param>
    /// <param name="seals">The seals that it must have; more do no harm.</param>
    /// <param name="bytes">The size that it must have, made up to whole pages; 0 for whatever it has.</param>
    /// <param name="access">How to map it.</param>
    /// <param name="region">The region, where it was opened.</param>
    public static SharedOpenStatus Open(
        SafeFileHandle descriptor, RegionSeals seals, long bytes, RegionAccess access, out SharedRegion? region)
    {
        SharedOpenStatus status = Map(descriptor, seals, bytes, access, out region);
        region?.TakeDescriptor();
        return status;
    }

    /// <summary>Keeps the memory mapped until what this returns is disposed; once.</summary>
    /// <exception cref="ObjectDisposedException">The memory is gone.</exception>
    public IDisposable Use()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_users == 0, this);
            _users++;
        }

        return new RegionUse(this);
    }

    /// <summary>Ends the owner's use; the memory goes with the last. A second call does nothing.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
        }

        RemoveUser();
    }

    /// <summary>Makes a region for this side alone: one that a successor can inherit where the host can have it, plain memory elsewhere.</summary>
    internal static SharedRegion CreatePrivate(long bytes)
    {
        if (Memfd.IsSupported)
            return Create(RegionNames.Private, bytes, RegionSeals.OfAnswered);
        bytes = WholePages(bytes);
        AlignedBlock block = new((nuint)bytes, (nuint)Environment.SystemPageSize);
        return new SharedRegion(new SafeFileHandle(-1, ownsHandle: false), ownsDescriptor: false, block, block.Start, bytes) { IsWritable = true };
    }

    /// <summary>As <see cref="Open"/>, but the descriptor stays the caller's until <see cref="TakeDescriptor"/>.</summary>
    internal static SharedOpenStatus Map(
        SafeFileHandle descriptor, RegionSeals seals, long bytes, RegionAccess access, out SharedRegion? region)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        region = null;
        if (!Memfd.IsSupported)
            return SharedOpenStatus.NotSupported;
        if (descriptor.IsInvalid || descriptor.IsClosed || !Memfd.TryGetSeals(descriptor, out RegionSeals found))
            return SharedOpenStatus.NotAMemfd;
        if ((found & seals) != seals)
            return SharedOpenStatus.NotSealed;
        SharedOpenStatus status = CheckSize(descriptor, bytes, out long size);
        if (status != SharedOpenStatus.Opened)
            return status;
        bool isWritable = access == RegionAccess.ReadWrite;
        if (GuardedMapping.TryMap(descriptor, size, isWritable) is not { } mapping)
            return SharedOpenStatus.MapRefused;
        region = new SharedRegion(descriptor, ownsDescriptor: false, mapping, mapping.Start, size) { Seals = found, IsWritable = isWritable };
        return SharedOpenStatus.Opened;
    }

    /// <summary>Makes the descriptor the region's to close.</summary>
    internal void TakeDescriptor() => _ownsDescriptor = true;

    internal void RemoveUser()
    {
        lock (_gate)
        {
            if (--_users > 0)
                return;
            Start = null;
            _mapping.Dispose();
            if (_ownsDescriptor)
                Descriptor.Dispose();
        }
    }

    private static SharedOpenStatus CheckSize(SafeFileHandle file, long expected, out long found)
    {
        found = RandomAccess.GetLength(file);
        bool isRight = expected == 0 ? found > 0 && found % Environment.SystemPageSize == 0 : found == WholePages(expected);
        return isRight ? SharedOpenStatus.Opened : SharedOpenStatus.WrongSize;
    }

    internal static long WholePages(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        long page = Environment.SystemPageSize;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, long.MaxValue / 2);
        return (bytes + page - 1) / page * page;
    }
}
