namespace RingCore.Tracking;

/// <summary>The sink of a shared ring's resets: takes the pages into the open round and clears their marks, before their entries are freed.</summary>
/// <typeparam name="TFence">The door to the record.</typeparam>
internal readonly struct OpenRoundSink<TFence>(TrackerRecord<TFence> record, SlotTable slots) : IResetSink
    where TFence : IFencePoints
{
    /// <inheritdoc/>
    public void ResetPages(uint slot, ulong offset, ulong mask)
    {
        // The ring has held the pages against the same table.
        if (!slots.TryGetGfn(slot, offset, out ulong gfn))
            return;
        int shift = (int)(gfn & 63);
        long word = (long)(gfn >> 6);
        ulong low = mask << shift;
        ulong high = shift == 0 ? 0 : mask >> (64 - shift);
        if (low != 0)
            record.Reset(word, low);
        if (high != 0)
            record.Reset(word + 1, high);
    }
}
