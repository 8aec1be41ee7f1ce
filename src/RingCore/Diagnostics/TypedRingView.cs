using System;
using RingCore.Diagnostics;
using Fence = RingCore.CoherentFencePoints;

namespace RingCore;

/// <summary>What a debugger shows of a typed ring: taken once, without an effect on the ring, and from its memory only while that cannot be freed.</summary>
internal sealed unsafe class TypedRingView
{
    /// <summary>Looks.</summary>
    public TypedRingView(ITypedRing ring)
    {
        ArgumentNullException.ThrowIfNull(ring);
        TypedMemory memory = ring.ProducerSeen.Memory;
        (Producer, Consumer, WhenFull) = (ring.ProducerSeen, ring.ConsumerSeen, ring.WhenFull);
        (Capacity, ItemBytes, ReservedItems) = memory.Size;
        RingTotals totals = RingTotals.Of(ring);
        (Published, Taken, Refused) = (Known(totals.Published), Known(totals.Harvested), Known(totals.Refused));
        (Dropped, Lost, Skipped, Withheld) = (Known(totals.Dropped), Known(totals.Lost), Known(totals.Skipped), Known(totals.Withheld));
        Backlog = Published - Taken - totals.Passed;
        IsFreed = memory.IsFreed;
        if (!memory.TryHold())
            return;
        try
        {
            Ending = (RingEnding)Fence.ReadOnce(memory.ProducerEnded);
            HeldPosition = ring.HeldPosition;
        }
        finally
        {
            memory.LetGo();
        }
    }

    /// <summary>Items that the ring holds.</summary>
    public int Capacity { get; }

    /// <summary>Bytes of an item.</summary>
    public int ItemBytes { get; }

    /// <summary>Items between soft full and full.</summary>
    public int ReservedItems { get; }

    /// <summary>What a push does that finds the ring full; null where none does.</summary>
    public FullPolicy? WhenFull { get; }

    /// <summary>Whether all handles are disposed, and the memory is gone.</summary>
    public bool IsFreed { get; }

    /// <summary>Items published, claimed ones where many producers claim; null where that stood in memory that is gone.</summary>
    public long? Published { get; }

    /// <summary>Items taken; null where there are readers.</summary>
    public long? Taken { get; }

    /// <summary>Items published, or claimed, and not taken.</summary>
    public long? Backlog { get; }

    /// <summary>Pushes refused.</summary>
    public long? Refused { get; }

    /// <summary>Items dropped.</summary>
    public long? Dropped { get; }

    /// <summary>Items that readers have lost.</summary>
    public long? Lost { get; }

    /// <summary>Claims that the consumer has skipped.</summary>
    public long? Skipped { get; }

    /// <summary>Slots that are withheld for that.</summary>
    public long? Withheld { get; }

    /// <summary>How the producers' side has ended; null where the memory is gone, or another thread is making or disposing a handle.</summary>
    public RingEnding? Ending { get; }

    /// <summary>Position of a claim that is not published and behind which nothing is taken; null where there is none, and as for <see cref="Ending"/>.</summary>
    public ulong? HeldPosition { get; }

    /// <summary>The producer.</summary>
    public TypedHandle Producer { get; }

    /// <summary>The consumer.</summary>
    public TypedHandle? Consumer { get; }

    /// <inheritdoc/>
    public override string ToString()
    {
        string how = IsFreed ? ", disposed" : Ending is null or RingEnding.Open ? "" : $", {Ending}";
        string held = HeldPosition is { } position ? $", held at {position}" : "";
        return Taken is null ? $"{Published} published, {Lost} lost, capacity {Capacity}{how}"
            : Backlog is null ? $"{Taken} taken, capacity {Capacity}{how}"
            : $"{Backlog} of {Capacity}: {Published} published, {Taken} taken{held}{how}";
    }

    private static long? Known(long number) => number < 0 ? null : number;
}
