using RingCore.Layouts;
using Fence = RingCore.CoherentFencePoints;

namespace RingCore;

/// <summary>Tells the condition of one entry of a packed ring in this process, as <see cref="EntryLook"/> does of the others. Off every hot path: it divides.</summary>
internal static unsafe class PackedLook
{
    /// <summary>Place of a position's entry in the ring, from 0.</summary>
    internal static int PlaceOf(RingMemory memory, ulong position) => (int)((position - memory.FirstPosition) % (uint)memory.Geometry.Entries);

    /// <summary>The condition of a position's entry: free where it is of another lap.</summary>
    internal static EntryCondition At(RingMemory memory, ulong position)
    {
        uint lap = (uint)((position - memory.FirstPosition) / (uint)memory.Geometry.Entries);
        byte* entry = memory.Entries + (PlaceOf(memory, position) * PackedDescriptor.Bytes);
        uint word = Fence.ReadOnce((uint*)(entry + PackedDescriptor.IdAndFlagsOffset));
        uint state = word & PackedStates.HarvestedBits;
        return state == PackedStates.Harvested(lap) ? EntryCondition.Harvested
            : state == PackedStates.Published(lap) && state == word ? EntryCondition.Published
            : state == PackedStates.Published(lap) ? EntryCondition.Unknown
            : EntryCondition.Free;
    }
}
