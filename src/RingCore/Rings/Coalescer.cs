using System;
using System.Runtime.CompilerServices;
using System.Threading;
using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// Gathers neighbouring pages into (slot, offset, 64-bit mask) exactly as Linux's <c>kvm_dirty_ring_reset</c> does
/// (<c>virt/kvm/dirty_ring.c</c>), except that it never lets offset plus bit overflow, and hands each batch to the sink when it is done.
/// </summary>
/// <remarks>
/// Same slot only. A page 0 to 63 beyond the base sets its bit. A page 1 to 63 before it becomes the new base if the mask can be shifted
/// up without losing a bit. Anything else starts a new batch. The kernel computed the difference with wrap-around until CVE-2026-52969:
/// page 0 after page 2^64 - 63 looked like a neighbour. Runs of neighbours, and stretches of pages that lie apart, are taken at once, with the
/// result of taking them one by one. All methods return false where it was cancelled, which is looked at before each call of the sink; the cursor
/// has then moved past the entries whose pages the sink took, and past no others. The same holds after an exception from the sink.
/// </remarks>
internal static unsafe class Coalescer
{
    private const int PagesPerBatch = 64;

    // Fewer are not worth the calls.
    private const int MinApart = 4;

    // Then it is looked again whether a run or a stretch begins.
    private const int MaxSingles = 8;

    /// <summary>Takes in pages in private memory.</summary>
    /// <param name="page">The first.</param>
    /// <param name="count">How many, 0 to 128.</param>
    /// <param name="slots">The pages that exist; others are counted and left out. Null: all do.</param>
    /// <param name="open">The batch that is growing; its <see cref="PageBatch.Mask"/> is 0 where there is none.</param>
    /// <param name="cursor">Moves past the entries whose pages the sink took.</param>
    /// <param name="sink">Re-arms pages.</param>
    /// <param name="cancellation">Looked at before each call of the sink.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static bool AddPages<TSink>(
        DirtyPage* page, int count, SlotTable? slots, ref PageBatch open, ref ResetterCursor cursor, ref TSink sink, CancellationToken cancellation)
        where TSink : IResetSink, allows ref struct
    {
        DirtyPage* end = page + count;
        if (slots is not null && !slots.Contains(page, count))
            return AddExisting(page, end, slots, ref open, ref cursor, ref sink, cancellation);
        while (page != end)
        {
            int left = (int)(end - page);
            int taken = left > 1 && PageRun.Follows(page + 1) ? PageRun.Length(page, left) : 1;
            bool goesOn;
            if (taken > 1)
                goesOn = AddRun(page[0].Slot, page[0].Offset, taken, ref open, ref cursor, ref sink, cancellation);
            else if ((taken = PageRun.Apart(page, left)) >= MinApart)
                goesOn = AddApart(page, taken, ref open, ref cursor, ref sink, cancellation);
            else
                goesOn = AddSingles(page, taken = Singles(page, left), ref open, ref cursor, ref sink, cancellation);
            if (!goesOn)
                return false;
            page += taken;
        }

        return true;
    }

    /// <summary>Takes in a run of neighbours, which exist.</summary>
    /// <param name="slot">Their slot.</param>
    /// <param name="offset">The first.</param>
    /// <param name="count">How many, 1 or more; the last one's number does not overflow.</param>
    /// <param name="open">The batch that is growing.</param>
    /// <param name="cursor">Moves past the entries whose pages the sink took.</param>
    /// <param name="sink">Re-arms pages.</param>
    /// <param name="cancellation">Looked at before each call of the sink.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static bool AddRun<TSink>(
        uint slot, ulong offset, int count, ref PageBatch open, ref ResetterCursor cursor, ref TSink sink, CancellationToken cancellation)
        where TSink : IResetSink, allows ref struct
    {
        int added = open.Add(slot, offset, count);
        if (added == count)
            return true;
        if (!HandOut(ref open, ref cursor, ref sink, cancellation))
            return false;
        offset += (uint)added;
        count -= added;
        for (; count > PagesPerBatch; count -= PagesPerBatch, offset += PagesPerBatch)
        {
            if (cancellation.IsCancellationRequested)
                return false;
            sink.ResetPages(slot, offset, ulong.MaxValue);
            cursor.Reset += PagesPerBatch;
        }

        open.Add(slot, offset, count);
        return true;
    }

    /// <summary>Hands the batch that is growing to the sink, and starts afresh.</summary>
    internal static bool HandOut<TSink>(ref PageBatch open, ref ResetterCursor cursor, ref TSink sink, CancellationToken cancellation)
        where TSink : IResetSink, allows ref struct
    {
        if (open.Mask != 0)
        {
            if (cancellation.IsCancellationRequested)
                return false;
            sink.ResetPages(open.Slot, open.Offset, open.Mask);
        }

        cursor.Reset += open.Entries;
        if (open.OutOfRange != 0)
            CountOutOfRange(open.OutOfRange, ref cursor);
        open = default;
        return true;
    }

    /// <summary>A batch is done that had entries outside the slots.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CountOutOfRange(uint entries, ref ResetterCursor cursor)
    {
        cursor.SlotOutOfRange += cursor.OpenSlots;
        cursor.OffsetOutOfRange += entries - cursor.OpenSlots;
        cursor.OpenSlots = 0;
    }

    /// <summary>
    /// Takes in pages each of which lies apart from the one before it. The first goes where it belongs; from then on the batch has the page before,
    /// so that a page 64 or more away from it is neither within 63 pages beyond the base nor can it become the base: each is a batch of its own.
    /// </summary>
    private static bool AddApart<TSink>(
        DirtyPage* page, int count, ref PageBatch open, ref ResetterCursor cursor, ref TSink sink, CancellationToken cancellation)
        where TSink : IResetSink, allows ref struct
    {
        DirtyPage* last = page + count - 1;
        if (!AddSingles(page, 1, ref open, ref cursor, ref sink, cancellation)
            || !HandOut(ref open, ref cursor, ref sink, cancellation)
            || !HandOutEach(page + 1, last, ref cursor, ref sink, cancellation))
        {
            return false;
        }

        open.Add(last[0].Slot, last[0].Offset, 1);
        return true;
    }

    /// <summary>Hands out pages as batches of one. A loop of its own: it needs all registers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool HandOutEach<TSink>(DirtyPage* page, DirtyPage* end, ref ResetterCursor cursor, ref TSink sink, CancellationToken cancellation)
        where TSink : IResetSink, allows ref struct
    {
        ulong position = cursor.Reset;
        for (; page != end; page++)
        {
            if (cancellation.IsCancellationRequested)
                return false;
            sink.ResetPages(page[0].Slot, page[0].Offset, 1);
            cursor.Reset = ++position;
        }

        return true;
    }

    /// <summary>Pages up to one that another follows, and not too many.</summary>
    private static int Singles(DirtyPage* page, int count)
    {
        int most = Math.Min(count, MaxSingles);
        int singles = 1;
        while (singles < most && (singles + 1 == count || !PageRun.Follows(page + singles + 1)))
            singles++;
        return singles;
    }

    /// <summary>Takes in pages one by one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool AddSingles<TSink>(
        DirtyPage* page, int count, ref PageBatch open, ref ResetterCursor cursor, ref TSink sink, CancellationToken cancellation)
        where TSink : IResetSink, allows ref struct
    {
        PageBatch batch = open;
        for (DirtyPage* end = page + count; page != end; page++)
        {
            if (batch.Add(page[0].Slot, page[0].Offset, 1) != 0)
                continue;
            if (!HandOut(ref batch, ref cursor, ref sink, cancellation))
                return false;
            batch.Add(page[0].Slot, page[0].Offset, 1);
        }

        open = batch;
        return true;
    }

    /// <summary>Counts an entry that names no page of the slots.</summary>
    private static void LeaveOut(uint slot, SlotTable slots, ref PageBatch open, ref ResetterCursor cursor)
    {
        bool hasSlot = slots.IndexOf(slot) >= 0;
        cursor.OpenSlots += hasSlot ? 0u : 1;
        if (cursor.PeerWritesEntries != 0)
        {
            cursor.Last = (byte)(hasSlot ? PeerViolation.OffsetOutOfRange : PeerViolation.SlotOutOfRange);
            cursor.LastPosition = cursor.Reset + open.Entries;
        }

        open.Counts += PageBatch.OneOutOfRange;
    }

    /// <summary>Takes in those pages that exist, one by one, and counts the others.</summary>
    private static bool AddExisting<TSink>(
        DirtyPage* page, DirtyPage* end, SlotTable slots, ref PageBatch open, ref ResetterCursor cursor, ref TSink sink, CancellationToken cancellation)
        where TSink : IResetSink, allows ref struct
    {
        for (; page != end; page++)
        {
            if (!slots.Contains(page[0].Slot, page[0].Offset))
                LeaveOut(page[0].Slot, slots, ref open, ref cursor);
            else if (!AddSingles(page, 1, ref open, ref cursor, ref sink, cancellation))
                return false;
        }

        return true;
    }
}
