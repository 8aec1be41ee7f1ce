using System.Numerics;

namespace RingCore.KvmLab;

/// <summary>Pages that a reset re-arms by one call.</summary>
internal readonly record struct Batch(uint Slot, ulong Offset, ulong Mask)
{
    public int Pages => BitOperations.PopCount(Mask);

    public bool Has(uint slot, ulong offset) => slot == Slot && offset - Offset < 64 && (Mask >> (int)(offset - Offset) & 1) != 0;
}
