namespace RingCore.Tracking;

/// <summary>What became of a mark.</summary>
public enum MarkStatus : byte
{
    /// <summary>The pages are marked.</summary>
    Marked,

    /// <summary>The pages are marked, and the writer was held up until its ring was drained below its soft limit.</summary>
    Throttled,

    /// <summary>
    /// The pages are marked, and the writer was held up for <see cref="TrackerOptions.ThrottleTimeout"/> without anybody draining its ring.
    /// It goes on into the reserved entries and then the bitmap, and is not held up again before somebody has drained.
    /// </summary>
    ThrottleTimedOut,

    /// <summary>No page was marked: fewer than 1 page, or a page beyond the end of the memory.</summary>
    OutOfRange,

    /// <summary>No page was marked: the writer has been disposed.</summary>
    WriterDisposed,
}
