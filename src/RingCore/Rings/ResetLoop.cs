using System;
using System.Runtime.CompilerServices;
using System.Threading;
using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// The reset of every design: reads harvested entries into private memory, or counts them where they stand, coalesces their pages, hands each batch
/// to the sink, and then frees its entries.
/// </summary>
/// <remarks>
/// In this order an exception from the sink, or a cancellation, leaves the batch's entries harvested and not freed: they come again. An
/// entry outside the slot table is left out of its batch and does not break it. What a peer writes after an entry was read changes nothing.
/// </remarks>
internal static unsafe class ResetLoop
{
    private const int PagesPerChunk = 128;

    // 16 KiB of entries: freed while they are still in the first-level cache, which reading them has brought them into.
    private const int MaxRun = 1024;

    /// <summary>Resets from the cursor on.</summary>
    /// <param name="entries">The ring's entries.</param>
    /// <param name="cursor">Moves with what is freed.</param>
    /// <param name="sink">Re-arms pages.</param>
    /// <param name="end">Position to stop at.</param>
    /// <param name="cancellation">Looked at before each call of the sink.</param>
    [MethodImpl(MethodImplOptions.NoInlining)] // A caller would zero the chunk.
    internal static ResetStatus Run<TEntries, TSink>(
        TEntries entries, ref ResetterCursor cursor, ref TSink sink, ulong end, CancellationToken cancellation)
        where TEntries : struct, IResettableEntries, allows ref struct
        where TSink : IResetSink, allows ref struct
    {
        Unsafe.SkipInit(out PageChunk pageChunk);
        DirtyPage* pages = (DirtyPage*)((nuint)((byte*)Unsafe.AsPointer(ref pageChunk) + CacheLine.Bytes - 1) & ~(nuint)(CacheLine.Bytes - 1));
        SlotTable? slots = entries.Slots;
        PageBatch open = default;
        cursor.OpenSlots = 0;
        ulong position = cursor.Reset;
        int wanted;
        int read;
        do
        {
            wanted = (int)Math.Min(Math.Min(end - position, int.MaxValue), entries.ToEnd(position));
            read = entries.CountRun(position, Math.Min(wanted, MaxRun), out DirtyPage first);
            bool isRun = read > 0 && (slots is null || slots.Contains(first.Slot, first.Offset, read));
            if (!isRun)
                read = entries.Read(position, Math.Min(wanted, PagesPerChunk), pages);
            wanted = isRun ? read : Math.Min(wanted, PagesPerChunk);
            position += (uint)read;
            ulong start = cursor.Reset;
            bool goesOn;
            try
            {
                goesOn = isRun
                    ? Coalescer.AddRun(first.Slot, first.Offset, read, ref open, ref cursor, ref sink, cancellation)
                    : Coalescer.AddPages(pages, read, slots, ref open, ref cursor, ref sink, cancellation);
            }
            finally
            {
                // Also after an exception from the sink: what it took before is free.
                entries.Free(start, cursor.Reset);
            }

            if (!goesOn)
                return ResetStatus.Cancelled;
        }
        while (read == wanted && position != end);

        ulong last = cursor.Reset;
        if (!Coalescer.HandOut(ref open, ref cursor, ref sink, cancellation))
            return ResetStatus.Cancelled;
        entries.Free(last, cursor.Reset);
        return position == end ? ResetStatus.LimitReached : ResetStatus.Complete;
    }

    /// <summary>
    /// Pages on the stack, with room to align them: what a vector store has written across two lines is not forwarded to the loads that follow. Not a
    /// stackalloc: the JIT compiles a method with one once, before it knows what tier 1 knows.
    /// </summary>
    [InlineArray(PagesPerChunk + (CacheLine.Bytes / KvmDirtyGfn.Bytes))]
    private struct PageChunk
    {
        private DirtyPage _first;
    }
}
