namespace RingCore.VhostUser;

/// <summary>Why a session refused what its front end sent. The session ends with the first refusal.</summary>
public enum VhostUserRefusal
{
    /// <summary>Nothing was refused.</summary>
    None,

    /// <summary>The message is not of version 1.</summary>
    WrongVersion,

    /// <summary>The message has flags that a request cannot have.</summary>
    WrongFlags,

    /// <summary>The payload has another size than the request's.</summary>
    WrongSize,

    /// <summary>The message has other files than the request needs.</summary>
    WrongFileCount,

    /// <summary>The message has more files than any request can have.</summary>
    TooManyFiles,

    /// <summary>The request is unknown, or belongs to a feature that was not offered.</summary>
    UnknownRequest,

    /// <summary>The request belongs to a feature that the front end has not taken.</summary>
    NotNegotiated,

    /// <summary>The front end takes a feature that was not offered.</summary>
    FeatureNotOffered,

    /// <summary>The front end does not take packed virtqueues of virtio 1: there are no others here.</summary>
    PackedRingNotTaken,

    /// <summary>There is no queue of that number.</summary>
    QueueOutOfRange,

    /// <summary>The queue's size is 0 or more than the device allows.</summary>
    SizeOutOfRange,

    /// <summary>The position to start from lies outside the queue.</summary>
    BaseOutOfRange,

    /// <summary>A number has a value that its request cannot have.</summary>
    ValueOutOfRange,

    /// <summary>The request changes a queue that runs.</summary>
    QueueIsStarted,

    /// <summary>A queue is started that has no size, no addresses, or whose features are not agreed.</summary>
    QueueIsIncomplete,

    /// <summary>A part of the queue lies outside the memory table, or is not aligned.</summary>
    QueueOutsideMemory,

    /// <summary>The memory table has no region, or more than 8.</summary>
    RegionCountOutOfRange,

    /// <summary>A region is empty, does not begin and end with a page, goes beyond its file, or wraps around.</summary>
    RegionOutOfRange,

    /// <summary>Two regions share addresses.</summary>
    RegionsOverlap,

    /// <summary>A region's file can shrink, which the device does not accept.</summary>
    RegionNotSealed,

    /// <summary>The kernel does not map a region's file.</summary>
    RegionNotMapped,

    /// <summary>A kick, call or error file is no event file.</summary>
    NoEventFile,

    /// <summary>The front end does not read its answers.</summary>
    AnswerNotRead,
}
