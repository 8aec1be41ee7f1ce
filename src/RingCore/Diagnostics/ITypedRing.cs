namespace RingCore.Diagnostics;

/// <summary>What a debugger's view of a typed ring is made of.</summary>
internal interface ITypedRing : ILiveRing
{
    TypedHandle ProducerSeen { get; }

    /// <summary>Null where the ring has readers, which it does not know.</summary>
    TypedHandle? ConsumerSeen { get; }

    /// <summary>Null where no push finds the ring full.</summary>
    FullPolicy? WhenFull { get; }

    /// <summary>Position of the claim that nothing behind it is taken before, because it is not published; null where there is none. Whoever calls holds the memory.</summary>
    ulong? HeldPosition { get; }
}
