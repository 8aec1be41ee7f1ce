using System.Runtime.CompilerServices;

namespace RingCore;

/// <summary>
/// The resetter's step: it reads harvested entries, and frees them later, once their pages are re-armed. The letters are those of
/// <see cref="IFlaggedEntry{TItem}"/>.
/// </summary>
/// <typeparam name="TStates">The state words.</typeparam>
internal readonly unsafe struct ResetStep<TStates> : IEntryStep
    where TStates : IEntryStates
{
    /// <inheritdoc/>
    public static uint GfnBits => TStates.HarvestedBits;

    /// <inheritdoc/>
    public static uint AddressBits
    {
        // Told, not asked: left to itself the JIT calls it before a block loop, which then keeps a vector on the stack across the calls.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TStates.HarvestedBits & TStates.AddressBits;
    }

    /// <inheritdoc/>
    public static bool Leaves => false;

    /// <inheritdoc/>
    public static uint Takes(uint lap) => TStates.Harvested(lap);

    /// <inheritdoc/>
    public static uint LeavesAs(uint lap) => TStates.Harvested(lap);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Acquire<TFence>(uint* state)
        where TFence : IFencePoints => TFence.LoadAcquire(state); // (R1) pairs with (H2), Collector

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Acquire<TFence>(ulong* word)
        where TFence : IFencePoints => TFence.LoadAcquire(word); // (R1) pairs with (H2), Collector

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
