using System;

namespace RingCore.Tracking;

/// <summary>What a tracker has done since it was made. All counts are cumulative; a snapshot is consistent.</summary>
/// <remarks>
/// Pages are counted when they are drained, so that marking costs no count: what still lies in a ring is not in here yet.
/// </remarks>
public readonly record struct TrackerCounters
{
    /// <summary>
    /// Pages whose mark was set: <see cref="PagesPushed"/> and <see cref="PagesToBitmap"/> together. Once per page and round.
    /// </summary>
    public long PagesMarked => PagesPushed + PagesToBitmap;

    /// <summary>Pages that came through a ring, a writer's or the VM ring.</summary>
    public long PagesPushed { get; init; }

    /// <summary>Pages that came through the bitmap because a ring was full.</summary>
    public long PagesToBitmap { get; init; }

    /// <summary>Pages that a scan found written or changed; 0 for the barrier source.</summary>
    public long PagesScanned { get; init; }

    /// <summary>Times that a writer was held up because its ring was soft full.</summary>
    public long Throttles { get; init; }

    /// <summary>Those among <see cref="Throttles"/> in which nobody drained the ring in time.</summary>
    public long ThrottleTimeouts { get; init; }

    /// <summary>Time that writers were held up, all writers together.</summary>
    public TimeSpan ThrottleTime { get; init; }

    /// <summary>Marks of writers that were refused because a page lies outside the memory.</summary>
    public long Refused { get; init; }

    /// <summary>Scans that the kernel failed; each counted all pages as dirty, because it could not be known which were not.</summary>
    public long FailedScans { get; init; }

    /// <summary>
    /// Rounds that took the marks of all memory because a thread was in the middle of marking; its page comes once more with the next
    /// round.
    /// </summary>
    public long MarkWalks { get; init; }

    /// <summary>Rounds collected.</summary>
    public long Rounds { get; init; }

    /// <summary>Rounds committed.</summary>
    public long RoundsCommitted { get; init; }

    /// <summary>Pages that went back to the open round because their round was not committed.</summary>
    public long PagesReturned { get; init; }
}
