using RingCore.Layouts;

namespace RingCore;

/// <summary>Where the producer of a guarded ring notes what it does, for its resetter: in memory that the collector cannot reach. See <see cref="RingJournal"/>.</summary>
internal readonly unsafe struct GuardedJournal
{
    /// <summary>Finds the words, and the shadow, in a block of memory.</summary>
    /// <param name="start">The block, <see cref="BytesFor"/> long, aligned to <see cref="CacheLine.PaddingBytes"/>.</param>
    /// <param name="trust">Whether there is a shadow.</param>
    internal GuardedJournal(byte* start, PeerTrust trust)
    {
        RingJournal* journal = (RingJournal*)start;
        Begun = &journal->Begun;
        Published = &journal->Published;
        Shadow = trust == PeerTrust.Shadowed ? (DirtyPage*)(start + RingJournal.Bytes) : null;
    }

    /// <summary>See <see cref="RingJournal.Begun"/>.</summary>
    internal ulong* Begun { get; init; }

    /// <summary>See <see cref="RingJournal.Published"/>.</summary>
    internal ulong* Published { get; init; }

    /// <summary>The page of each entry, by the producer's word; null in kernel-compatible mode.</summary>
    internal DirtyPage* Shadow { get; init; }

    /// <summary>Size of a ring's journal in bytes, padding on both sides included.</summary>
    internal static nuint BytesFor(RingGeometry geometry, PeerTrust trust) => trust == PeerTrust.Shadowed
        ? RingJournal.Bytes + ((nuint)geometry.Entries * KvmDirtyGfn.Bytes) + CacheLine.PaddingBytes
        : RingJournal.Bytes;

    /// <summary>Notes that nothing has been pushed yet. Before any handle is made.</summary>
    /// <param name="firstPosition">Where the free-running counters start.</param>
    internal void Start(ulong firstPosition) => *Begun = *Published = firstPosition;
}
