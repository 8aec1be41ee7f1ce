using System.Numerics;
using RingCore.Layouts;
using Fence = RingCore.CoherentFencePoints;

namespace RingCore;

/// <summary>Tells the condition of one entry of a ring in this process, for a debugger: reads, and calls nobody's flush. Whoever calls holds the memory.</summary>
internal static unsafe class EntryLook
{
    private const int StateBits = 2;

    /// <summary>Of an entry that carries its state.</summary>
    internal static EntryCondition At(RingMemory memory, ulong position, bool hasLaps)
    {
        RingGeometry geometry = memory.Geometry;
        bool isWide = geometry.EntryBytes == KvmDirtyGfn.Bytes;
        byte* entry = memory.Entries + ((nuint)((uint)position & geometry.Mask) * (nuint)geometry.EntryBytes);
        uint word = isWide ? Fence.ReadOnce((uint*)entry) : (uint)Fence.ReadOnce((ulong*)entry) & DirtyPageAddress.LowBits;
        if (!hasLaps)
            return Of(word);
        uint lapBits = (isWide ? uint.MaxValue : DirtyPageAddress.LowBits) >> StateBits;
        uint lap = (uint)position >> BitOperations.PopCount(geometry.Mask);
        return word >> StateBits == (lap & lapBits) ? Of(word & EntryState.Mask) : EntryCondition.Free;
    }

    /// <summary>Of an entry of the indexed ring.</summary>
    internal static EntryCondition ByIndices(RingMemory memory, ulong position)
    {
        uint reset = Fence.ReadOnce(memory.Words.Reset);
        uint harvested = Fence.ReadOnce(memory.Words.Fetch) - reset;
        uint published = Fence.ReadOnce(memory.Words.Avail) - reset;
        uint place = (uint)position - reset;
        return place < harvested ? EntryCondition.Harvested : place < published ? EntryCondition.Published : EntryCondition.Free;
    }

    /// <summary>Of a state word of KVM's.</summary>
    internal static EntryCondition Of(uint word) => word switch
    {
        EntryState.Free => EntryCondition.Free,
        EntryState.Dirty => EntryCondition.Published,
        EntryState.Reset or EntryState.Mask => EntryCondition.Harvested,
        _ => EntryCondition.Unknown,
    };
}
