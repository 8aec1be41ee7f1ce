using RingCore.Layouts;

namespace RingCore.Tests;

/// <summary>The 16-byte entry, with one flush more: before the producer writes into a line that others have written.</summary>
internal readonly unsafe struct FlushFirstEntry : IFlaggedEntry<DirtyPage>
{
    public static int Bytes => GfnEntry.Bytes;

    public static bool NeedsSlots => GfnEntry.NeedsSlots;

    public static bool TryPublish<TFence>(byte* entry, DirtyPage page, SlotTable? slots)
        where TFence : IFencePoints
    {
        TFence.FlushBeforeRead(entry, KvmDirtyGfn.Bytes);
        return GfnEntry.TryPublish<TFence>(entry, page, slots);
    }

    public static bool IsPublished<TFence>(byte* entry)
        where TFence : IFencePoints => GfnEntry.IsPublished<TFence>(entry);

    public static void SetHarvested<TFence>(byte* entry)
        where TFence : IFencePoints => GfnEntry.SetHarvested<TFence>(entry);

    public static int Harvest<TFence>(byte* entries, int count, DirtyPage* pages, SlotTable? slots, bool ordered, out int outOfRange)
        where TFence : IFencePoints => GfnEntry.Harvest<TFence>(entries, count, pages, slots, ordered, out outOfRange);

    public static bool TryReadHarvested<TFence>(byte* entry, SlotTable? slots, out DirtyPage page, out bool inRange)
        where TFence : IFencePoints => GfnEntry.TryReadHarvested<TFence>(entry, slots, out page, out inRange);

    public static void SetFree<TFence>(byte* entry)
        where TFence : IFencePoints => GfnEntry.SetFree<TFence>(entry);
}
