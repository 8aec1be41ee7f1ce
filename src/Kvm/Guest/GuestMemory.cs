using System;
using RingCore.Kvm.Linux;

namespace RingCore.Kvm;

/// <summary>Memory for a guest: zeros at a page boundary, private to this process. Dispose it after the machines that have it as a slot.</summary>
public sealed unsafe class GuestMemory : IDisposable
{
    /// <summary>Bytes of a page of the guest.</summary>
    public const int PageBytes = 4096;

    private byte* _start;

    /// <summary>Maps memory.</summary>
    /// <param name="pages">Pages of 4 KiB, 1 or more.</param>
    /// <exception cref="KvmException">The kernel refuses.</exception>
    public GuestMemory(long pages)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pages, 1);
        Pages = pages;
        nint start = LibC.mmap(
            0, (nuint)Bytes, LibC.ProtectRead | LibC.ProtectWrite, LibC.MapPrivate | LibC.MapAnonymous, -1, 0);
        if (start == LibC.MapFailed)
            throw KvmException.Last("mmap of guest memory");
        _start = (byte*)start;
    }

    /// <summary>Pages of 4 KiB.</summary>
    public long Pages { get; }

    /// <summary>Bytes.</summary>
    public long Bytes => Pages * PageBytes;

    /// <summary>First byte; null once disposed.</summary>
    public byte* Start => _start;

    /// <summary>A part of the memory. While vCPUs run, what it shows may change at any time.</summary>
    /// <param name="offset">First byte.</param>
    /// <param name="bytes">Length; the part ends within the memory.</param>
    public Span<byte> Slice(long offset, int bytes)
    {
        ObjectDisposedException.ThrowIf(_start == null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Bytes - bytes);
        return new Span<byte>(_start + offset, bytes);
    }

    /// <summary>One page.</summary>
    /// <param name="page">0 to <see cref="Pages"/> - 1.</param>
    public Span<byte> Page(long page) => Slice(page * PageBytes, PageBytes);

    /// <summary>Unmaps the memory.</summary>
    public void Dispose()
    {
        if (_start != null)
            _ = LibC.munmap((nint)_start, (nuint)Bytes);
        _start = null;
        GC.SuppressFinalize(this);
    }
}
