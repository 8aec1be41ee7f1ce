using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore;

/// <summary>What a step does with one entry or with a few neighbours, over both layouts.</summary>
internal static unsafe class EntryStep
{
    /// <summary>Whether the step may take the entry: who acquires the last of a block may take the block, see <see cref="IHarvester"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool CanTake<TFence, TStep>(KvmDirtyGfn* entry, uint lap)
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        TFence.FlushBeforeRead(entry, KvmDirtyGfn.Bytes);
        return ((TStep.Acquire<TFence>(&entry->Flags) ^ TStep.Takes(lap)) & TStep.GfnBits) == 0;
    }

    /// <inheritdoc cref="CanTake{TFence,TStep}(KvmDirtyGfn*,uint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool CanTake<TFence, TStep>(DirtyPageAddress* entry, uint lap)
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        TFence.FlushBeforeRead(entry, DirtyPageAddress.Bytes);
        return ((TStep.Acquire<TFence>(&entry->Word) ^ TStep.Takes(lap)) & TStep.AddressBits) == 0;
    }

    /// <summary>Takes an entry: state and slot by one acquire, then the offset. Leaves it as it is.</summary>
    /// <returns>False where it is not in the step's state.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryTake<TFence, TStep>(KvmDirtyGfn* entry, uint lap, out DirtyPage page)
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        TFence.FlushBeforeRead(entry, KvmDirtyGfn.Bytes);
        ulong word = TStep.Acquire<TFence>((ulong*)entry);
        bool taken = (((uint)word ^ TStep.Takes(lap)) & TStep.GfnBits) == 0;
        page = taken ? new DirtyPage((uint)(word >> 32), TFence.ReadPlain(&entry->Offset)) : default;
        return taken;
    }

    /// <summary>Takes an entry's word. Leaves it as it is.</summary>
    /// <returns>False where it is not in the step's state.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryTake<TFence, TStep>(DirtyPageAddress* entry, uint lap, out ulong word)
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        TFence.FlushBeforeRead(entry, DirtyPageAddress.Bytes);
        word = TStep.Acquire<TFence>(&entry->Word);
        return ((word ^ TStep.Takes(lap)) & TStep.AddressBits) == 0;
    }

    /// <summary>Leaves an entry that this thread has taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Leave<TFence, TStep>(KvmDirtyGfn* entry, uint lap)
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        TStep.Release<TFence>(&entry->Flags, TStep.LeavesAs(lap));
        TFence.FlushAfterWrite(entry, KvmDirtyGfn.Bytes);
    }

    /// <summary>Leaves an entry that this thread has taken; nobody else writes it meanwhile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Leave<TFence, TStep>(DirtyPageAddress* entry, uint lap)
        where TFence : IFencePoints
        where TStep : IEntryStep => Leave<TFence, TStep>(entry, lap, TFence.ReadPlain(&entry->Word));

    /// <summary>Leaves an entry that this thread has taken, whose word it still knows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Leave<TFence, TStep>(DirtyPageAddress* entry, uint lap, ulong word)
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        TStep.Release<TFence>(&entry->Word, word ^ StateChange<TStep>(lap));
        TFence.FlushAfterWrite(entry, DirtyPageAddress.Bytes);
    }

    /// <summary>The bits of an 8-byte entry's word that the step changes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint StateChange<TStep>(uint lap)
        where TStep : IEntryStep => TStep.Takes(lap) ^ TStep.LeavesAs(lap);

    /// <summary>Leaves four neighbours. Written out: the JIT does not unroll the loop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void LeaveFour<TFence, TStep>(KvmDirtyGfn* entries, uint lap)
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        Leave<TFence, TStep>(entries, lap);
        Leave<TFence, TStep>(entries + 1, lap);
        Leave<TFence, TStep>(entries + 2, lap);
        Leave<TFence, TStep>(entries + 3, lap);
    }

    /// <inheritdoc cref="LeaveFour{TFence,TStep}(KvmDirtyGfn*,uint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void LeaveFour<TFence, TStep>(DirtyPageAddress* entries, uint lap)
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        Leave<TFence, TStep>(entries, lap);
        Leave<TFence, TStep>(entries + 1, lap);
        Leave<TFence, TStep>(entries + 2, lap);
        Leave<TFence, TStep>(entries + 3, lap);
    }
}
