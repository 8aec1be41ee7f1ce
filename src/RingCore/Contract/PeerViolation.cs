namespace RingCore;

/// <summary>What a resetter can find that no faithful collector does.</summary>
public enum PeerViolation : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The collector's index stands before what is reset already.</summary>
    Rewound,

    /// <summary>The collector's index stands beyond what is published, or a state stands in an entry that no push has begun to fill.</summary>
    Overran,

    /// <summary>A published entry has a state that no party gives it: it is neither published nor harvested.</summary>
    WrongState,

    /// <summary>An entry is marked as harvested behind one that is not: a collector marks in ascending order.</summary>
    Gap,

    /// <summary>A harvested entry, in memory that the collector can write, names a slot that does not exist.</summary>
    SlotOutOfRange,

    /// <summary>A harvested entry, in memory that the collector can write, names a page that its slot does not have.</summary>
    OffsetOutOfRange,
}
