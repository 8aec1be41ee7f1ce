using System;
using System.Runtime.InteropServices;

namespace RingCore.Tracking;

/// <summary>
/// The slow reference: keeps a copy of every page, as large as the memory, and reports the pages that differ from it.
/// </summary>
/// <remarks>
/// A page that differs is copied first and reported then, and its reader comes later still. So a write is either in the copy's source
/// before the copy, and then before the read, or it comes after, and then the next scan finds the copy different (a copy torn by a write
/// differs in the bytes that it missed). A page that is written and written back between two scans is not reported: there is nothing to
/// report.
/// </remarks>
internal sealed unsafe class CompareSource : ScanSource
{
    private readonly byte* _memory;
    private readonly long _pages;
    private byte* _copy;

    /// <summary>Copies the memory: what it holds now counts as clean.</summary>
    internal CompareSource(TrackedMemory memory)
    {
        _memory = memory.Start;
        _pages = (long)memory.Pages;
        _copy = (byte*)NativeMemory.AlignedAlloc((nuint)_pages * TrackedMemory.PageBytes, TrackedMemory.PageBytes);
        for (long page = 0; page < _pages; page++)
            Page(_memory, page).CopyTo(Page(_copy, page));
    }

    /// <inheritdoc/>
    internal override bool Scan(IScanReport report)
    {
        for (long page = 0; page < _pages; page++)
        {
            Span<byte> live = Page(_memory, page);
            Span<byte> copy = Page(_copy, page);
            if (live.SequenceEqual(copy))
                continue;
            live.CopyTo(copy);
            report.Written((ulong)page, 1);
        }

        return true;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        NativeMemory.AlignedFree(_copy);
        _copy = null;
    }

    private static Span<byte> Page(byte* start, long page) => new(start + (page * TrackedMemory.PageBytes), TrackedMemory.PageBytes);
}
