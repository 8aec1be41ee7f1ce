using System;
using System.Collections.Generic;
using System.Linq;

namespace RingCore.Hostile.Virtio;

/// <summary>What attacks on virtqueues came to.</summary>
internal sealed class QueueTally
{
    private readonly ulong[] _violations = new ulong[Enum.GetValues<VirtqueueViolation>().Length];

    internal long Programmes { get; set; }

    internal long Moves { get; set; }

    /// <summary>Chains taken by the device under attack, or given back to the driver under attack.</summary>
    internal long Chains { get; set; }

    internal ulong Of(VirtqueueViolation kind) => _violations[(int)kind];

    internal void Add<TFence>(VirtqueueSide<TFence> side)
        where TFence : IFencePoints
    {
        foreach (VirtqueueViolation kind in Enum.GetValues<VirtqueueViolation>())
            _violations[(int)kind] += side.CountOf(kind);
    }

    internal IEnumerable<string> Lines() =>
    [
        FormattableString.Invariant($"{Programmes} programmes, {Moves} hostile moves, {Chains} chains"),
        .. Enum.GetValues<VirtqueueViolation>().Where(kind => Of(kind) > 0).Select(kind => FormattableString.Invariant($"{kind}: {Of(kind)}")),
    ];
}
