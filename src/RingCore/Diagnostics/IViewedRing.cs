using RingCore.Layouts;

namespace RingCore;

/// <summary>What a debugger's view of a ring is made of.</summary>
internal interface IViewedRing
{
    RingGeometry Geometry { get; }

    RingHandle ProducerSeen { get; }

    RingHandle CollectorSeen { get; }

    RingHandle ResetterSeen { get; }

    /// <summary>Place of a position's entry in the ring, from 0.</summary>
    int PlaceOf(ulong position);

    /// <summary>The condition of an entry; whoever calls holds the memory.</summary>
    EntryCondition LookAt(ulong position);
}
