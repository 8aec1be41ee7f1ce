using System.Runtime.CompilerServices;

namespace RingCore;

/// <summary>The collector's step: published → harvested. The letters are those of <see cref="IFlaggedEntry{TItem}"/>.</summary>
/// <typeparam name="TStates">The state words.</typeparam>
internal readonly unsafe struct HarvestStep<TStates> : IEntryStep
    where TStates : IEntryStates
{
    /// <inheritdoc/>
    public static uint GfnBits => uint.MaxValue;

    /// <inheritdoc/>
    public static uint AddressBits => TStates.AddressBits;

    /// <inheritdoc/>
    public static bool Leaves => true;

    /// <inheritdoc/>
    public static uint Takes(uint lap) => TStates.Published(lap);

    /// <inheritdoc/>
    public static uint LeavesAs(uint lap) => TStates.Harvested(lap);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Acquire<TFence>(uint* state)
        where TFence : IFencePoints => TFence.LoadAcquire(state); // (H1) pairs with (P1), Producer

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Acquire<TFence>(ulong* word)
        where TFence : IFencePoints => TFence.LoadAcquire(word); // (H1) pairs with (P1), Producer

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Release<TFence>(uint* state, uint value)
        where TFence : IFencePoints => TFence.StoreRelease(state, value); // (H2) pairs with (R1), Resetter

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Release<TFence>(ulong* word, ulong value)
        where TFence : IFencePoints => TFence.StoreRelease(word, value); // (H2) pairs with (R1), Resetter
}
