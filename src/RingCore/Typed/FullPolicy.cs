namespace RingCore;

/// <summary>What a push does that finds a typed ring full.</summary>
public enum FullPolicy
{
    /// <summary>It is refused, <see cref="PushStatus.RefusedFull"/>: the caller decides.</summary>
    Refuse,

    /// <summary>It waits, by the ring's <see cref="WaitStrategy"/>, until the ring is below its soft limit or the consumer has ended.</summary>
    Wait,

    /// <summary>The item is dropped and counted, <see cref="PushStatus.Dropped"/>: what is in the ring stays.</summary>
    DropNewest,
}
