using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// Two words for each slot of a ring with many producers: its state, which says for which index it is published, and its mark, which says whether it is being
/// skipped or withheld.
/// </summary>
/// <remarks>
/// An index is twice a position, modulo 2^32, so that bit 0 is free: for the end in the tail, for what a state or a mark says here. Words are compared for equality
/// alone, but where a claim's end is looked for. In a lap's slot stands the word of the lap before, whose index is another one; 0 in the first.
/// </remarks>
internal readonly unsafe struct MpscWords
{
    /// <summary>A mark that says nothing.</summary>
    internal const uint Unmarked = 0;

    /// <summary>A mark of a slot that was skipped, once its producer has let go of it. Bit 0 is clear, as in no mark that names an index.</summary>
    internal const uint Returned = 2;

    /// <summary>Bit 0 of the tail: nothing can be claimed any more.</summary>
    internal const uint Ended = 1;

    private const uint Other = 1u << 31;

    private readonly uint* _states;
    private readonly uint* _marks;
    private readonly uint _mask;

    /// <summary>Takes the words in zeroed memory, which are of no index.</summary>
    /// <param name="memory">As many bytes as <see cref="Bytes"/> says, aligned to 128.</param>
    /// <param name="mask">The capacity less 1.</param>
    internal MpscWords(byte* memory, uint mask)
    {
        _states = (uint*)memory;
        _marks = (uint*)(memory + BytesOfOne(mask + 1));
        _mask = mask;
    }

    /// <summary>Bytes of the words of so many slots.</summary>
    internal static nuint Bytes(int capacity) => 2 * BytesOfOne((uint)capacity);

    /// <summary>The slot of an index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint Slot(uint index) => (index >> 1) & _mask;

    /// <summary>The state word of an index's slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint* State(uint index) => _states + Slot(index);

    /// <summary>The mark of an index's slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint* Mark(uint index) => _marks + Slot(index);

    /// <summary>A state: the slot's item is published.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Published(uint index) => index | 1;

    /// <summary>A state: the slot was claimed and given back without an item.</summary>
    internal static uint Aborted(uint index) => (index | 1) ^ Other;

    /// <summary>Whether a state is of a lap before an index's, and not of its own or of a later one; within 2^29 positions.</summary>
    internal static bool IsOlder(uint state, uint index) => state == 0 || (int)((state - index) << 1) < 0; // whichever of the two it says

    /// <summary>A mark: the consumer is about to skip the slot, if its producer does not publish first.</summary>
    internal static uint Considered(uint index) => index | 1;

    /// <summary>A mark: the slot was skipped at this index, and is withheld until its producer lets go of it.</summary>
    internal static uint Skipped(uint index) => (index | 1) ^ Other;

    /// <summary>Whether a mark withholds its slot.</summary>
    internal static bool IsWithheld(uint mark) => mark != Unmarked;

    private static nuint BytesOfOne(uint capacity) =>
        (((nuint)capacity * sizeof(uint)) + CacheLine.PaddingBytes - 1) & ~(nuint)(CacheLine.PaddingBytes - 1);
}
