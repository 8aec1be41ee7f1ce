using RingCore.Layouts;

namespace RingCore.Tracking;

/// <summary>The producer's side of whichever shared ring a collector has, called directly. The default value is no ring.</summary>
internal readonly struct SharedPageRing : IPageRing
{
    private readonly SharedIndexedRing? _indexed;
    private readonly SharedFlaggedRing? _flagged;

    /// <summary>Takes a ring.</summary>
    internal SharedPageRing(SharedRing ring) => (_indexed, _flagged) = (ring as SharedIndexedRing, ring as SharedFlaggedRing);

    /// <summary>Entries published and not reset.</summary>
    internal ulong Used => _indexed is not null
        ? _indexed.Producer.Published - _indexed.Resetter.EntriesReset
        : _flagged is not null ? _flagged.Producer.Published - _flagged.Resetter.EntriesReset : 0;

    /// <inheritdoc/>
    public PushStatus Push(DirtyPage page)
    {
        if (_indexed is not null)
            return _indexed.Producer.Push(page);
        return _flagged is not null ? _flagged.Producer.Push(page) : PushStatus.HandleDisposed;
    }

    /// <inheritdoc/>
    public ResetResult Reset<TSink>(ref TSink sink)
        where TSink : IResetSink
    {
        if (_indexed is not null)
            return _indexed.Reset(ref sink);
        return _flagged is not null ? _flagged.Reset(ref sink) : new ResetResult(ResetStatus.HandleDisposed, 0, 0);
    }
}
