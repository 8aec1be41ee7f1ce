using System;

namespace RingCore.Tracking;

/// <summary>What a <see cref="SharedTracker"/> has done since it was made, cumulative over its collectors.</summary>
public readonly record struct SharedTrackerCounters
{
    /// <summary>Pages whose mark was set. A page counts again once it has been reset.</summary>
    public long PagesMarked { get; init; }

    /// <summary>Pages pushed into a ring, those again that a collector left uncommitted.</summary>
    public long PagesPushed { get; init; }

    /// <summary>Pages that count as written because it could not be known which were: the record was lost, or the host said so.</summary>
    public long PagesDeclaredDirty { get; init; }

    /// <summary>Times that the writer was held up because the ring was soft full.</summary>
    public long Throttles { get; init; }

    /// <summary>Those among <see cref="Throttles"/> in which the collector did not harvest in time.</summary>
    public long ThrottleTimeouts { get; init; }

    /// <summary>Time that the writer was held up.</summary>
    public TimeSpan ThrottleTime { get; init; }

    /// <summary>Marks and intents that were refused because a page lies outside the memory.</summary>
    public long Refused { get; init; }

    /// <summary>Rounds closed.</summary>
    public long Rounds { get; init; }

    /// <summary>Rounds committed.</summary>
    public long RoundsCommitted { get; init; }

    /// <summary>Pages of rounds that were closed and came to nothing while their collector lived.</summary>
    public long PagesReturned { get; init; }

    /// <summary>Collectors that were attached.</summary>
    public long Attachments { get; init; }

    /// <summary>Collectors that were found to be gone.</summary>
    public long PeersGone { get; init; }

    /// <summary>Collectors that were let go of because of what they wrote.</summary>
    public long PeersBroken { get; init; }

    /// <summary>Answers about a round that is not in flight: late ones, and inventions.</summary>
    public long StaleAnswers { get; init; }

    /// <summary>Messages that are none of this version.</summary>
    public long UnknownMessages { get; init; }
}
