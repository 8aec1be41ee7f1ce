using System;
using System.Threading;

namespace RingCore.Diagnostics;

/// <summary>The memory of one ring, as a session knows it: by its number, and by the ring that it is of.</summary>
internal abstract unsafe class TracedMemory
{
    private static readonly Lock s_numbers = new();
    private static uint s_lastId;

    private protected TracedMemory()
    {
        lock (s_numbers)
            Id = s_lastId = Math.Max(unchecked(s_lastId + 1), 1);
    }

    /// <summary>Tells rings of this process apart, never 0: it stands in tickets, grants and events.</summary>
    internal uint Id { get; }

    /// <summary>The ring, for as long as a handle lives; null for handles that stand alone, as tests have them.</summary>
    internal ILiveRing? Ring { get; set; }

    /// <summary>How large the ring is.</summary>
    internal abstract RingSize Size { get; }

    /// <summary>Says who sleeps, if a word of the ring's asks for a wake-up.</summary>
    internal abstract bool TryNameSleeper(uint* waits, out string side);
}
