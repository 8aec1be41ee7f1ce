using System;
using RingCore.Hostile.Oracle;

namespace RingCore.Hostile.Stepped;

/// <summary>Who acts between two accesses of the side under attack, and whether that side stays within its memory and its time.</summary>
internal sealed unsafe class Interleaving
{
    // More than any call on a ring needs, by far: some accesses per entry, each of at most eight words.
    private const int AccessesPerEntry = 256;
    private const int OtherAccesses = 4096;

    [ThreadStatic]
    private static Interleaving? s_current;

    private readonly ISteppedMemory _memory;
    private readonly ISteppedPeer _peer;
    private readonly int _oddsInThousand;
    private readonly long _mostAccesses;
    private long _accesses;

    private Interleaving(ISteppedMemory memory, ISteppedPeer peer, int entries, int oddsInThousand) =>
        (_memory, _peer, _oddsInThousand, _mostAccesses) = (memory, peer, oddsInThousand, ((long)entries * AccessesPerEntry) + OtherAccesses);

    /// <summary>Lets the peer act within the calls that this thread makes from now on.</summary>
    /// <param name="memory">Where the side under attack may be.</param>
    /// <param name="peer">Who acts.</param>
    /// <param name="entries">Entries of the ring: bounds the accesses of a call.</param>
    /// <param name="oddsInThousand">How often, per access.</param>
    internal static void Begin(ISteppedMemory memory, ISteppedPeer peer, int entries, int oddsInThousand) =>
        s_current = new Interleaving(memory, peer, entries, oddsInThousand);

    /// <summary>From now on nobody acts and nothing is checked.</summary>
    internal static void End() => s_current = null;

    /// <summary>A call on the ring begins: its accesses are counted from here.</summary>
    internal static void BeginCall()
    {
        if (s_current is { } current)
            current._accesses = 0;
    }

    /// <summary>A random number of the peer's.</summary>
    internal static int Below(int limit) => s_current is { } current ? current._peer.Below(limit) : 0;

    internal static void BeforeRead(void* location, int bytes) => s_current?.Before(location, bytes, isWrite: false);

    internal static void BeforeWrite(void* location, int bytes) => s_current?.Before(location, bytes, isWrite: true);

    private void Before(void* location, int bytes, bool isWrite)
    {
        _memory.Check(location, bytes, isWrite);
        if (++_accesses > _mostAccesses)
            throw new OracleException($"One call has made {_accesses} accesses: more than a ring's worth.");
        while (_peer.Below(1000) < _oddsInThousand)
            _peer.Act();
    }
}
