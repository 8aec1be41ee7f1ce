using System.Runtime.CompilerServices;

namespace RingCore;

/*
 *   producer                                       reader (any of them)
 *   --------                                       --------------------
 *   WriteOnce(version, 2p + 1)       (L1)          LoadAcquire(version)          (L4)   pairs with (L3); goes on if it is 2p + 2
 *   StoreRelease(word), each         (L2)          LoadAcquire(word), each       (L5)   pairs with (L2)
 *   StoreRelease(version, 2p + 2)    (L3)          ReadOnce(version)             (L6)   pairs with (L1); the copy counts if it is still 2p + 2
 *
 *   A sequence lock whose fences are in the payload: (L2) is not seen before (L1), and (L6) does not run ahead of (L5). So a reader that took a word of a later
 *   lap finds at (L6) that the lap has begun. On x86-64 all of these are plain moves. On ARM64 each word is a stlr or an ldapr, in place of a full fence on
 *   either side: .NET has no lighter fence between stores, and one between plain accesses would not hold (docs/memory-model.md).
 *   Versions have 64 bits and never wrap: a reader can sleep for as long as it likes.
 */

/// <summary>Slots that carry their version: one producer overwrites them lap by lap, whoever reads finds out that it was too late.</summary>
/// <typeparam name="T">The items.</typeparam>
internal readonly unsafe struct BroadcastSlots<T>
    where T : unmanaged
{
    private readonly ulong* _first;
    private readonly uint _mask;

    /// <summary>Takes slots in zeroed memory, which are published in no lap.</summary>
    /// <param name="memory">Aligned to 8.</param>
    /// <param name="capacity">A power of two.</param>
    internal BroadcastSlots(byte* memory, int capacity)
    {
        _first = (ulong*)memory;
        _mask = (uint)capacity - 1;
    }

    private static int WholeWords => sizeof(T) / sizeof(ulong);

    private static int TailBytes => sizeof(T) % sizeof(ulong);

    private static int SlotWords => 1 + WholeWords + (TailBytes == 0 ? 0 : 1);

    /// <summary>Bytes of so many slots.</summary>
    internal static nuint Bytes(int capacity) => (nuint)capacity * (nuint)(SlotWords * sizeof(ulong));

    /// <summary>The version of an item's slot once the item is published. Lower ones are of earlier laps, or of one who is writing; higher ones of later laps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Published(ulong position) => (2 * position) + 2;

    /// <summary>How many items are published, at least, where a slot has this version.</summary>
    internal static ulong CountOf(ulong version) => version / 2;

    /// <summary>The version of a position's slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong Version<TFence>(ulong position)
        where TFence : IFencePoints => TFence.LoadAcquire(Slot(position)); // (L4) pairs with (L3), Write

    /// <summary>Publishes an item over whatever has stood in its slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Write<TFence>(ulong position, in T item)
        where TFence : IFencePoints
    {
        ulong* slot = Slot(position);
        TFence.WriteOnce(slot, Published(position) - 1); // (L1) pairs with (L6), TryRead
        ref byte bytes = ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in item));
        for (int i = 0; i < WholeWords; i++)
            StoreWord<TFence>(slot + 1 + i, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, i * sizeof(ulong))));
        if (TailBytes != 0)
        {
            ulong tail = 0;
            Unsafe.CopyBlockUnaligned(ref Unsafe.As<ulong, byte>(ref tail), ref Unsafe.Add(ref bytes, WholeWords * sizeof(ulong)), (uint)TailBytes);
            StoreWord<TFence>(slot + 1 + WholeWords, tail);
        }

        TFence.StoreRelease(slot, Published(position)); // (L3) pairs with (L4), Version
    }

    /// <summary>Copies an item whose version says that it is published.</summary>
    /// <returns>False where it has been overwritten since: the copy may be torn.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryRead<TFence>(ulong position, out T item)
        where TFence : IFencePoints
    {
        ulong* slot = Slot(position);
        Unsafe.SkipInit(out item);
        ref byte bytes = ref Unsafe.As<T, byte>(ref item);
        for (int i = 0; i < WholeWords; i++)
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref bytes, i * sizeof(ulong)), LoadWord<TFence>(slot + 1 + i));
        if (TailBytes != 0)
        {
            ulong tail = LoadWord<TFence>(slot + 1 + WholeWords);
            Unsafe.CopyBlockUnaligned(ref Unsafe.Add(ref bytes, WholeWords * sizeof(ulong)), ref Unsafe.As<ulong, byte>(ref tail), (uint)TailBytes);
        }

        return TFence.ReadOnce(slot) == Published(position); // (L6) pairs with (L1), Write
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreWord<TFence>(ulong* word, ulong value)
        where TFence : IFencePoints => TFence.StoreRelease(word, value); // (L2) pairs with (L5), LoadWord

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LoadWord<TFence>(ulong* word)
        where TFence : IFencePoints => TFence.LoadAcquire(word); // (L5) pairs with (L2), StoreWord

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong* Slot(ulong position) => _first + ((nuint)((uint)position & _mask) * (nuint)SlotWords);
}
