using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>16-byte entries without states: who reads them, and when, somebody else says.</summary>
internal static unsafe class PlainEntries
{
    private const int EntriesPerLine = CacheLine.Bytes / KvmDirtyGfn.Bytes;

    /// <summary>Writes contiguous entries, their flags zero or, one by one, as they were: zero. Whole lines are the writer's right.</summary>
    internal static void Write<TFence>(KvmDirtyGfn* entry, DirtyPage* page, int count)
        where TFence : IFencePoints
    {
        DirtyPage* end = page + count;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<ulong> flags = Vector512.Create(uint.MaxValue, 0UL, uint.MaxValue, 0, uint.MaxValue, 0, uint.MaxValue, 0);
            for (; end - page >= EntriesPerLine; page += EntriesPerLine, entry += EntriesPerLine)
                TFence.StoreWide512((ulong*)entry, Vector512.AndNot(Vector512.Load((ulong*)page), flags));
        }

        for (; page != end; page++, entry++)
            Write<TFence>(entry, *page);
    }

    /// <summary>Writes an entry but for its flags.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Write<TFence>(KvmDirtyGfn* entry, DirtyPage page)
        where TFence : IFencePoints
    {
        TFence.WritePlain(&entry->Offset, page.Offset);
        TFence.WritePlain(&entry->Slot, page.Slot);
    }
}
