using System;
using System.Runtime.CompilerServices;
using System.Threading;
using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// The reset of every design: reads harvested entries into private memory, coalesces their pages run by run, hands each batch to the sink, and then
/// frees its entries.
/// </summary>
/// <remarks>
/// In this order an exception from the sink, or a cancellation, leaves the batch's entries harvested and not freed: they come again. An
/// entry outside the slot table is left out of its batch and does not break it. What a peer writes after an entry was read changes nothing.
/// </remarks>
internal static unsafe class ResetLoop
{
    private const int PagesPerChunk = 128;

    // A run of so many pages is at most so many batches of 64 and one that it closes.
    private const int MaxRun = 64 * (PagesPerChunk - 2);

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
        Unsafe.SkipInit(out BatchChunk batchChunk);
        DirtyPage* pages = (DirtyPage*)((nuint)((byte*)Unsafe.AsPointer(ref pageChunk) + CacheLine.Bytes - 1) & ~(nuint)(CacheLine.Bytes - 1));
        PageBatch* batches = (PageBatch*)Unsafe.AsPointer(ref batchChunk);
        SlotTable? slots = entries.Slots;
        PageBatch open = default;
        ulong position = cursor.Reset;
        int wanted;
        int read;
        do
        {
            wanted = (int)Math.Min(Math.Min(end - position, int.MaxValue), entries.ToEnd(position));
            int full;
            read = entries.CountRun(position, Math.Min(wanted, MaxRun), out DirtyPage first);
            if (read > 0 && (slots is null || slots.Contains(first.Slot, first.Offset, read)))
            {
                full = Coalescer.AddRun(first.Slot, first.Offset, read, ref open, batches);
                wanted = read;
            }
            else
            {
                wanted = Math.Min(wanted, PagesPerChunk);
                read = entries.Read(position, wanted, pages);
                full = Coalescer.Coalesce(pages, read, slots, ref open, batches);
            }

            position += (uint)read;
            if (!HandOut(entries, ref cursor, ref sink, batches, full, cancellation))
                return ResetStatus.Cancelled;
        }
        while (read == wanted && position != end);

        if (!HandOut(entries, ref cursor, ref sink, &open, 1, cancellation))
            return ResetStatus.Cancelled;
        return position == end ? ResetStatus.LimitReached : ResetStatus.Complete;
    }

    /// <summary>Hands batches to the sink, and frees the entries of those that it took.</summary>
    /// <returns>False where it was cancelled.</returns>
    private static bool HandOut<TEntries, TSink>(
        TEntries entries, ref ResetterCursor cursor, ref TSink sink, PageBatch* batches, int count, CancellationToken cancellation)
        where TEntries : struct, IResettableEntries, allows ref struct
        where TSink : IResetSink, allows ref struct
    {
        ulong start = cursor.Reset;
        try
        {
            return HandOut(ref cursor, ref sink, batches, count, cancellation);
        }
        finally
        {
            entries.Free(start, cursor.Reset);
        }
    }

    private static bool HandOut<TSink>(ref ResetterCursor cursor, ref TSink sink, PageBatch* batches, int count, CancellationToken cancellation)
        where TSink : IResetSink, allows ref struct
    {
        ulong position = cursor.Reset;
        for (PageBatch* end = batches + count; batches != end; batches++)
        {
            if (batches[0].Mask != 0)
            {
                if (cancellation.IsCancellationRequested)
                    return false;
                sink.ResetPages(batches[0].Slot, batches[0].Offset, batches[0].Mask);
            }

            position += batches[0].Entries;
            cursor.Reset = position;
            if (batches[0].OutOfRange != 0)
                cursor.OutOfRange += batches[0].OutOfRange;
        }

        return true;
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

    [InlineArray(PagesPerChunk)]
    private struct BatchChunk
    {
        private PageBatch _first;
    }
}
