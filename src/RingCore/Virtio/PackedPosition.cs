using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore;

/// <summary>A place in a packed ring: a descriptor and the wrap counter of the pass that reaches it. See <see cref="PackedDescriptorFlags"/>.</summary>
/// <param name="Index">Descriptor, 0 to one less than the ring's size.</param>
/// <param name="Wrap">The wrap counter: true at first, turned over with each pass.</param>
public readonly record struct PackedPosition(int Index, bool Wrap)
{
    private const uint Both = (uint)(PackedDescriptorFlags.Available | PackedDescriptorFlags.Used) << PackedDescriptor.FlagsShift;

    /// <summary>Where both sides of a new queue begin.</summary>
    public static PackedPosition Start => new(0, true);

    /// <summary>Flags that make this place's descriptor available.</summary>
    internal ushort Available => Wrap ? PackedDescriptorFlags.Available : PackedDescriptorFlags.Used;

    /// <summary>Flags that make it used.</summary>
    internal ushort Used => Wrap ? (ushort)(PackedDescriptorFlags.Available | PackedDescriptorFlags.Used) : (ushort)0;

    /// <summary>Whether the word of id and flags makes it available.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool IsAvailable(uint word) => (word & Both) == (uint)Available << PackedDescriptor.FlagsShift;

    /// <summary>Whether the word of id and flags makes it used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool IsUsed(uint word) => (word & Both) == (uint)Used << PackedDescriptor.FlagsShift;

    /// <summary>The place so many descriptors further on: by counting, since a ring has any size.</summary>
    /// <param name="descriptors">0 to <paramref name="size"/>; with all of them the index comes out the same under the other wrap counter.</param>
    /// <param name="size">Descriptors of the ring.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal PackedPosition After(int descriptors, int size)
    {
        int index = Index + descriptors;
        return index < size ? new PackedPosition(index, Wrap) : new PackedPosition(index - size, !Wrap);
    }
}
