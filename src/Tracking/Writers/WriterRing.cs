using System;
using RingCore.Layouts;

namespace RingCore.Tracking;

/// <summary>The producer of whichever ring a writer has, called directly: no dispatch on the way of a push.</summary>
internal readonly struct WriterRing
{
    private readonly FlaggedDirtyRing.ProducerHandle? _flagged;
    private readonly FlaggedPageRing.ProducerHandle? _flaggedPages;
    private readonly IndexedDirtyRing.ProducerHandle? _indexed;
    private readonly PackedDirtyRing.ProducerHandle? _packed;

    /// <summary>Takes a ring's producer.</summary>
    internal WriterRing(IDirtyRing ring)
    {
        _flagged = (ring as FlaggedDirtyRing)?.Producer;
        _flaggedPages = (ring as FlaggedPageRing)?.Producer;
        _indexed = (ring as IndexedDirtyRing)?.Producer;
        _packed = (ring as PackedDirtyRing)?.Producer;
    }

    /// <inheritdoc cref="IDirtyProducer.Push(DirtyPage)"/>
    internal PushStatus Push(DirtyPage page)
    {
        if (_flagged is not null)
            return _flagged.Push(page);
        if (_flaggedPages is not null)
            return _flaggedPages.Push(page);
        return _indexed is not null ? _indexed.Push(page) : _packed!.Push(page);
    }

    /// <summary>Sleeps until the ring is below its soft limit.</summary>
    /// <returns>False where the time was up first.</returns>
    internal bool WaitForSpace(TimeSpan timeout)
    {
        WaitStatus status = _flagged?.WaitForSpace(WaitStrategy.Block, timeout)
            ?? _flaggedPages?.WaitForSpace(WaitStrategy.Block, timeout)
            ?? _indexed?.WaitForSpace(WaitStrategy.Block, timeout)
            ?? _packed!.WaitForSpace(WaitStrategy.Block, timeout);
        return status == WaitStatus.Ready;
    }

    /// <summary>Ends the producer's use of the ring.</summary>
    internal void Dispose()
    {
        _flagged?.Dispose();
        _flaggedPages?.Dispose();
        _indexed?.Dispose();
        _packed?.Dispose();
    }
}
