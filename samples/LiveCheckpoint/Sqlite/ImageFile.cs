using System;
using RingCore.Tracking;

namespace LiveCheckpoint.Sqlite;

/// <summary>
/// A database file that is a slot of tracked memory. Every write copies into the image first and marks the pages after:
/// a collector that clears a mark and then reads the page sees the write, or sees the page marked again.
/// </summary>
/// <remarks>One connection has it open, on the thread that owns <paramref name="barrier"/>.</remarks>
/// <param name="image">The slot's first byte.</param>
/// <param name="capacityBytes">The slot's size.</param>
/// <param name="usedBytes">Bytes that already hold a database.</param>
/// <param name="barrier">Where written pages are marked.</param>
/// <param name="baseGfn">The number of the slot's first page.</param>
internal sealed unsafe class ImageFile(byte* image, long capacityBytes, long usedBytes, IWriteBarrier barrier, ulong baseGfn)
{
    private readonly byte* _image = image;

    /// <summary>The file's size in bytes.</summary>
    internal long SizeBytes { get; private set; } = usedBytes;

    /// <summary>Copies out of the file; what lies past its end reads as zeros, and makes the result false.</summary>
    internal bool Read(Span<byte> target, long offset)
    {
        int available = (int)Math.Clamp(SizeBytes - offset, 0, target.Length);
        new ReadOnlySpan<byte>(_image + offset, available).CopyTo(target);
        target[available..].Clear();
        return available == target.Length;
    }

    /// <summary>Copies into the file, growing it; false when it would not fit in the slot.</summary>
    internal bool Write(ReadOnlySpan<byte> source, long offset)
    {
        long end = offset + source.Length;
        if (end > capacityBytes)
            return false;
        if (offset > SizeBytes)
            ZeroGap(offset);
        (ulong gfn, long pages) = PagesOf(offset, end);
        barrier.BeforeWrite(gfn, pages);
        source.CopyTo(new Span<byte>(_image + offset, source.Length));
        barrier.AfterWrite(gfn, pages);
        SizeBytes = Math.Max(SizeBytes, end);
        return true;
    }

    /// <summary>Cuts the file; what lies behind the cut stays in the slot until it is written again.</summary>
    internal void Truncate(long sizeBytes) => SizeBytes = Math.Min(SizeBytes, sizeBytes);

    private void ZeroGap(long offset)
    {
        (ulong gfn, long pages) = PagesOf(SizeBytes, offset);
        barrier.BeforeWrite(gfn, pages);
        new Span<byte>(_image + SizeBytes, (int)(offset - SizeBytes)).Clear();
        barrier.AfterWrite(gfn, pages);
    }

    private (ulong Gfn, long Pages) PagesOf(long start, long end)
    {
        long first = start / TrackedMemory.PageBytes;
        long last = (end - 1) / TrackedMemory.PageBytes;
        return (baseGfn + (ulong)first, last - first + 1);
    }
}
