using System;

namespace RingCore.VhostUser;

/// <summary>Features of virtio (<c>VIRTIO_F_*</c>, <c>VIRTIO_RING_F_*</c>) that concern queues. Bits 0 to 23 belong to the kind of device.</summary>
[Flags]
public enum VirtioFeatures : ulong
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The driver may use tables of descriptors.</summary>
    IndirectDescriptors = 1UL << 28,

    /// <summary>Either side may ask to be notified at one descriptor.</summary>
    EventIndex = 1UL << 29,

    /// <summary>vhost-user's own: the protocol's features can be asked for. Always offered.</summary>
    ProtocolFeatures = 1UL << 30,

    /// <summary>Virtio 1. Always offered, must be taken.</summary>
    Version1 = 1UL << 32,

    /// <summary>Packed virtqueues. Always offered, must be taken.</summary>
    PackedRing = 1UL << 34,

    /// <summary>The device uses buffers in the order in which they were made available.</summary>
    InOrder = 1UL << 35,
}
