using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// The transitions of a packed ring's entry, <see cref="PackedDescriptor"/>: the page number stands in the address, the slot in the length. The letters are
/// those of <see cref="IFlaggedEntry{TItem}"/>: the states are other words, <see cref="PackedStates"/>, and the handshake is the same.
/// </summary>
/// <remarks>
/// Length, id and flags are one 8-byte word, so that an entry is published by two stores; virtio asks no more than that the flags are not seen before the
/// rest. A mark stores id and flags, and no payload.
/// </remarks>
internal static unsafe class PackedEntry
{
    /// <summary>Entries of a cache line.</summary>
    internal const int PerLine = CacheLine.Bytes / PackedDescriptor.Bytes;

    private const int StateShift = 8 * (PackedDescriptor.IdAndFlagsOffset - PackedDescriptor.LengthOffset);

    /// <summary>free → published.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Publish<TFence>(PackedDescriptor* entry, DirtyPage page, uint lap)
        where TFence : IFencePoints => PublishAs<TFence>(entry, page, StateOfPublished(lap));

    /// <summary>The state of a published entry where <see cref="PublishAs"/> wants it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong StateOfPublished(uint lap) => (ulong)PackedStates.Published(lap) << StateShift;

    /// <summary>free → published, by whoever knows the state already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void PublishAs<TFence>(PackedDescriptor* entry, DirtyPage page, ulong state)
        where TFence : IFencePoints
    {
        TFence.WritePlain(&entry->Address, page.Offset);
        TFence.StoreRelease(LengthAndState(entry), page.Slot | state); // (P1) pairs with (H1), Collector
        TFence.FlushAfterWrite(entry, PackedDescriptor.Bytes);
    }

    /// <summary>free → published, in order, of contiguous entries of one lap.</summary>
    internal static void Publish<TFence>(PackedDescriptor* entry, DirtyPage* page, int count, uint lap)
        where TFence : IFencePoints
    {
        DirtyPage* end = page + count;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; page != end && (nuint)entry % CacheLine.Bytes != 0; page++, entry++)
                Publish<TFence>(entry, *page, lap);
            int lines = PublishLines<TFence>(entry, page, (int)(end - page), lap);
            page += lines;
            entry += lines;
        }

        for (; page != end; page++, entry++)
            Publish<TFence>(entry, *page, lap);
    }

    /// <summary>Whether the step may take the entry: who acquires the last of a block may take the block, see <see cref="IHarvester"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool CanTake<TFence, TStep>(PackedDescriptor* entry, uint lap)
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        TFence.FlushBeforeRead(entry, PackedDescriptor.Bytes);
        return ((TStep.Acquire<TFence>(State(entry)) ^ TStep.Takes(lap)) & TStep.GfnBits) == 0;
    }

    /// <summary>Takes an entry: slot and state by one acquire, then the page number. Leaves it as it is.</summary>
    /// <returns>False where it is not in the step's state.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryTake<TFence, TStep>(PackedDescriptor* entry, uint lap, out DirtyPage page)
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        TFence.FlushBeforeRead(entry, PackedDescriptor.Bytes);
        ulong word = TStep.Acquire<TFence>(LengthAndState(entry));
        bool taken = (((uint)(word >> StateShift) ^ TStep.Takes(lap)) & TStep.GfnBits) == 0;
        page = taken ? new DirtyPage((uint)word, TFence.ReadPlain(&entry->Address)) : default;
        return taken;
    }

    /// <summary>published → harvested, of contiguous entries of one lap that this thread has seen published.</summary>
    internal static void SetHarvested<TFence>(PackedDescriptor* entry, int count, uint lap)
        where TFence : IFencePoints
    {
        PackedDescriptor* end = entry + count;
        for (; end - entry >= PerLine; entry += PerLine)
            LeaveFour<TFence, HarvestStep<PackedStates>>(entry, lap);
        for (; entry != end; entry++)
            Leave<TFence, HarvestStep<PackedStates>>(entry, lap);
    }

    /// <summary>Leaves an entry that this thread has taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Leave<TFence, TStep>(PackedDescriptor* entry, uint lap)
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        TStep.Release<TFence>(State(entry), TStep.LeavesAs(lap));
        TFence.FlushAfterWrite(entry, PackedDescriptor.Bytes);
    }

    /// <summary>Leaves four neighbours. Written out: the JIT does not unroll the loop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void LeaveFour<TFence, TStep>(PackedDescriptor* entries, uint lap)
        where TFence : IFencePoints
        where TStep : IEntryStep
    {
        Leave<TFence, TStep>(entries, lap);
        Leave<TFence, TStep>(entries + 1, lap);
        Leave<TFence, TStep>(entries + 2, lap);
        Leave<TFence, TStep>(entries + 3, lap);
    }

    /// <summary>Asks for a line that the other side has, ahead of its use. A ring no longer than the distance is small enough to stay.</summary>
    /// <param name="entry">The entry from which to count.</param>
    /// <param name="end">The place after the ring's last entry.</param>
    /// <param name="count">Entries of the ring.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void PrefetchAhead<TFence>(PackedDescriptor* entry, PackedDescriptor* end, uint count)
        where TFence : IFencePoints
    {
        const uint Ahead = RingMemory.PrefetchBytes / PackedDescriptor.Bytes;
        if (count <= Ahead)
            return;
        PackedDescriptor* ahead = entry + Ahead;
        TFence.Prefetch(ahead < end ? ahead : ahead - count);
    }

    /// <summary>
    /// Publishes four entries at a time. Whole lines are the producer's right: nobody else writes into free entries. The wide store leaves them free; that is a
    /// word of this lap here, and not zero.
    /// </summary>
    /// <returns>Pages published; up to three are left.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PublishLines<TFence>(PackedDescriptor* line, DirtyPage* pages, int count, uint lap)
        where TFence : IFencePoints
    {
        Vector512<uint> states = Vector512.Create(0, 0, 0, uint.MaxValue, 0, 0, 0, uint.MaxValue, 0, 0, 0, uint.MaxValue, 0, 0, 0, uint.MaxValue);
        Vector512<uint> free = Vector512.Create(PackedStates.Free(lap)) & states;
        int done = 0;
        for (; count - done >= PerLine; done += PerLine, line += PerLine)
        {
            Vector512<uint> four = Vector512.AndNot(PackedBlocks.TurnBack(Vector512.Load((uint*)(pages + done))), states);
            TFence.StoreWide512((ulong*)line, (four | free).AsUInt64());
            SetPublished<TFence>(line, lap);
            SetPublished<TFence>(line + 1, lap);
            SetPublished<TFence>(line + 2, lap);
            SetPublished<TFence>(line + 3, lap);
            TFence.FlushAfterWrite(line, CacheLine.Bytes);
        }

        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SetPublished<TFence>(PackedDescriptor* entry, uint lap)
        where TFence : IFencePoints =>
        TFence.StoreRelease(State(entry), PackedStates.Published(lap)); // (P1) pairs with (H1), Collector

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint* State(PackedDescriptor* entry) => (uint*)((byte*)entry + PackedDescriptor.IdAndFlagsOffset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong* LengthAndState(PackedDescriptor* entry) => (ulong*)((byte*)entry + PackedDescriptor.LengthOffset);
}
