using RingCore.Layouts;

namespace RingCore.Tests;

/// <summary>The 16-byte entry, with one flush more: before the producer writes into a line that others have written.</summary>
internal readonly unsafe struct FlushFirstEntry : IFlaggedEntry<DirtyPage>
{
    public static int Bytes => GfnEntry<KvmStates>.Bytes;

    public static bool NeedsSlots => GfnEntry<KvmStates>.NeedsSlots;

    public static bool ResetWrites => GfnEntry<KvmStates>.ResetWrites;

    public static bool TryPublish<TFence>(byte* entry, DirtyPage page, uint lap, SlotTable? slots)
        where TFence : IFencePoints
    {
        TFence.FlushBeforeRead(entry, KvmDirtyGfn.Bytes);
        return GfnEntry<KvmStates>.TryPublish<TFence>(entry, page, lap, slots);
    }

    public static int Publish<TFence>(byte* entries, DirtyPage* pages, int count, uint lap, SlotTable? slots)
        where TFence : IFencePoints
    {
        TFence.FlushBeforeRead(entries, (nuint)count * KvmDirtyGfn.Bytes);
        return GfnEntry<KvmStates>.Publish<TFence>(entries, pages, count, lap, slots);
    }

    public static bool IsPublished<TFence>(byte* entry, uint lap)
        where TFence : IFencePoints => GfnEntry<KvmStates>.IsPublished<TFence>(entry, lap);

    public static bool TryTake<TFence>(byte* entry, uint lap, SlotTable? slots, out DirtyPage page, out bool inRange)
        where TFence : IFencePoints => GfnEntry<KvmStates>.TryTake<TFence>(entry, lap, slots, out page, out inRange);

    public static void SetHarvested<TFence>(byte* entries, int count, uint lap)
        where TFence : IFencePoints => GfnEntry<KvmStates>.SetHarvested<TFence>(entries, count, lap);

    public static void SetLineHarvested<TFence>(byte* line, uint lap)
        where TFence : IFencePoints => GfnEntry<KvmStates>.SetLineHarvested<TFence>(line, lap);

    public static int Harvest<TFence>(byte* entries, int count, uint lap, DirtyPage* pages, SlotTable? slots, bool ordered, out int outOfRange)
        where TFence : IFencePoints => GfnEntry<KvmStates>.Harvest<TFence>(entries, count, lap, pages, slots, ordered, out outOfRange);

    public static int HarvestItems<TFence>(byte* entries, int count, uint lap, DirtyPage* items, bool ordered)
        where TFence : IFencePoints => GfnEntry<KvmStates>.HarvestItems<TFence>(entries, count, lap, items, ordered);

    public static int ReadHarvested<TFence>(byte* entries, int count, uint lap, DirtyPage* pages, SlotTable? slots)
        where TFence : IFencePoints => GfnEntry<KvmStates>.ReadHarvested<TFence>(entries, count, lap, pages, slots);

    public static int CountHarvestedRun<TFence>(byte* entries, int count, uint lap, SlotTable? slots, out DirtyPage first)
        where TFence : IFencePoints => GfnEntry<KvmStates>.CountHarvestedRun<TFence>(entries, count, lap, slots, out first);

    public static void SetFree<TFence>(byte* entries, int count)
        where TFence : IFencePoints => GfnEntry<KvmStates>.SetFree<TFence>(entries, count);
}
