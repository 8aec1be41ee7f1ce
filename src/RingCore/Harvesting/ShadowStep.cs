using System.Runtime.CompilerServices;

namespace RingCore;

/// <summary>
/// The step over a guarded ring's shadow, whose entries have no states: all of them can be taken, and there is nothing to acquire, since (J2) has. See
/// <see cref="GuardedRing{TFence}"/>.
/// </summary>
internal readonly unsafe struct ShadowStep : IEntryStep
{
    /// <inheritdoc/>
    public static uint GfnBits => uint.MaxValue;

    /// <inheritdoc/>
    public static uint AddressBits => 0;

    /// <inheritdoc/>
    public static bool Leaves => false;

    /// <inheritdoc/>
    public static uint Takes(uint lap) => 0;

    /// <inheritdoc/>
    public static uint LeavesAs(uint lap) => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Acquire<TFence>(uint* state)
        where TFence : IFencePoints => TFence.ReadPlain(state); // ordered by (J2), Resetter

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Acquire<TFence>(ulong* word)
        where TFence : IFencePoints => TFence.ReadPlain(word); // ordered by (J2), Resetter

    /// <inheritdoc/>
    public static void Release<TFence>(uint* state, uint value)
        where TFence : IFencePoints
    {
    }

    /// <inheritdoc/>
    public static void Release<TFence>(ulong* word, ulong value)
        where TFence : IFencePoints
    {
    }
}
