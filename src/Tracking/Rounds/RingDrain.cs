using System;
using RingCore.Layouts;

namespace RingCore.Tracking;

/// <summary>Empties rings into the open round: harvest, admit, reset, batch after batch. Under the collector's lock.</summary>
/// <typeparam name="TFence">The door to the sets.</typeparam>
internal sealed class RingDrain<TFence>
    where TFence : IFencePoints
{
    private const int BatchEntries = 256;

    private readonly DirtyPage[] _batch = new DirtyPage[BatchEntries];
    private readonly RoundSets<TFence> _sets;
    private readonly SlotTable _slots;

    /// <summary>Drains into these sets.</summary>
    internal RingDrain(RoundSets<TFence> sets, SlotTable slots) => (_sets, _slots) = (sets, slots);

    /// <summary>Pages that came out of rings so far.</summary>
    internal long Pages { get; private set; }

    /// <summary>Empties a ring of what it holds now.</summary>
    /// <param name="collector">The ring's collector.</param>
    /// <param name="resetter">The ring's resetter.</param>
    /// <param name="maxEntries">
    /// Most entries to take: the ring's size, so that a writer that pushes as fast as this cannot keep it here.
    /// </param>
    internal void Drain(IDirtyCollector collector, IDirtyResetter resetter, int maxEntries)
    {
        BookkeepingReset sink = default;
        HarvestResult harvest;
        do
        {
            harvest = collector.Harvest(_batch);
            foreach (DirtyPage page in _batch.AsSpan(0, harvest.Pages))
            {
                if (_slots.TryGetGfn(page.Slot, page.Offset, out ulong gfn))
                    _sets.Admit(gfn);
            }

            Pages += harvest.Pages;
            _ = resetter.Reset(ref sink);
            maxEntries -= harvest.Entries;
        }
        while (harvest.Entries == BatchEntries && maxEntries > 0);
    }
}
