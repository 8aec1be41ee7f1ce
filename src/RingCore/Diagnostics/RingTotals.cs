using System;

namespace RingCore.Diagnostics;

/// <summary>What a ring has come to, as its handles that live in this process say; -1 for what they do not know.</summary>
/// <param name="ring">The ring's number.</param>
/// <param name="size">How large the ring is.</param>
internal struct RingTotals(uint ring, RingSize size)
{
    /// <summary>Asks a ring's handles.</summary>
    internal static RingTotals Of(ILiveRing ring)
    {
        RingTotals totals = new(ring.Memory.Id, ring.Memory.Size);
        ring.AddTo(ref totals);
        return totals;
    }

    internal readonly uint Ring => ring;

    internal readonly RingSize Size => size;

    /// <summary>One of <see cref="RingDesigns"/>.</summary>
    internal string Design { get; set; } = "";

    /// <summary>Whether the other side is another process.</summary>
    internal bool IsShared { get; set; }

    internal long Published { get; set; } = -1;

    internal long Harvested { get; set; } = -1;

    internal long Reset { get; set; } = -1;

    internal long Refused { get; set; } = -1;

    /// <summary>Whether it is a typed ring: without a resetter, whose peer it would count violations of, and a harvester.</summary>
    internal bool IsTyped { get; set; }

    /// <summary>Of a typed ring: items dropped because it was full.</summary>
    internal long Dropped { get; set; } = -1;

    /// <summary>Of a broadcast ring: items that were overwritten before a reader came to them, of all readers together.</summary>
    internal long Lost { get; set; } = -1;

    /// <summary>Of a ring that many producers share: slots that the consumer passed without an item, because they were given back or skipped.</summary>
    internal long Passed { get; set; }

    /// <summary>Of these, claims that it skipped.</summary>
    internal long Skipped { get; set; } = -1;

    /// <summary>Slots that the producers cannot use for that.</summary>
    internal int Withheld { get; set; } = -1;

    /// <summary>What the resetter has found against its peer.</summary>
    internal PeerViolations Violations { get; set; }

    /// <summary>Entries published and not reset. The two were not read at one moment.</summary>
    internal readonly int Used => Published < 0 || Reset < 0 ? -1 : (int)Math.Clamp(Published - Reset, 0, size.Entries);
}
