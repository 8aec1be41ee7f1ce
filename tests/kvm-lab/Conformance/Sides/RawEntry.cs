using RingCore.Layouts;

namespace RingCore.KvmLab;

/// <summary>Entries of a ring past its handles, as a hostile or broken collector reaches them.</summary>
internal static unsafe class RawEntry
{
    public static KvmDirtyGfn Read(nint ring, int index) => new()
    {
        Flags = CoherentFencePoints.LoadAcquire((uint*)At(ring, index)),
        Slot = CoherentFencePoints.ReadOnce((uint*)(At(ring, index) + KvmDirtyGfn.SlotOffset)),
        Offset = CoherentFencePoints.ReadOnce((ulong*)(At(ring, index) + KvmDirtyGfn.OffsetOffset)),
    };

    public static void SetFlags(nint ring, int index, uint flags) => CoherentFencePoints.StoreRelease((uint*)At(ring, index), flags);

    public static void SetPage(nint ring, int index, DirtyPage page)
    {
        CoherentFencePoints.WriteOnce((uint*)(At(ring, index) + KvmDirtyGfn.SlotOffset), page.Slot);
        CoherentFencePoints.WriteOnce((ulong*)(At(ring, index) + KvmDirtyGfn.OffsetOffset), page.Offset);
    }

    private static byte* At(nint ring, int index) => (byte*)ring + (index * KvmDirtyGfn.Bytes);
}
