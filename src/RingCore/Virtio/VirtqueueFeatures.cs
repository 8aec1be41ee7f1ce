using System;

namespace RingCore;

/// <summary>What driver and device have agreed on beside the packed layout. Both sides must be given the same.</summary>
[Flags]
public enum VirtqueueFeatures
{
    /// <summary>The packed layout alone.</summary>
    None = 0,

    /// <summary><c>VIRTIO_F_INDIRECT_DESC</c>: a descriptor may name a table of descriptors.</summary>
    Indirect = 1,

    /// <summary><c>VIRTIO_F_EVENT_IDX</c>: a side may ask to be notified at one descriptor.</summary>
    EventIndex = 2,

    /// <summary><c>VIRTIO_F_IN_ORDER</c>: buffers are used in the order in which they were made available, and one used descriptor may stand for several.</summary>
    InOrder = 4,
}
