using System;
using RingCore.Layouts;
using RingCore.Platform;

namespace RingCore.Benchmarks.SingleThread;

/// <summary>
/// An array of <see cref="Pages.BatchPages"/> to harvest into, aligned to a cache line. The heap aligns to 8 bytes: which party's wide stores straddle
/// two lines would be decided by where its array happened to fall.
/// </summary>
internal sealed unsafe class PageArray : IDisposable
{
    private readonly AlignedBlock _block = new((nuint)(Pages.BatchPages * sizeof(DirtyPage)), CacheLine.PaddingBytes);

    /// <summary>As pages.</summary>
    internal Span<DirtyPage> Span => new(_block.Start, Pages.BatchPages);

    /// <summary>As pages.</summary>
    internal DirtyPage* Start => (DirtyPage*)_block.Start;

    /// <summary>As frame numbers, in the first half.</summary>
    internal ulong* Frames => (ulong*)_block.Start;

    public void Dispose() => _block.Dispose();
}
