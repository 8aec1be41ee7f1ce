using System.Runtime.CompilerServices;
using RingCore.Layouts;

namespace RingCore;

/// <summary>
/// Gathers neighbouring pages into (slot, offset, 64-bit mask) exactly as Linux's <c>kvm_dirty_ring_reset</c> does
/// (<c>virt/kvm/dirty_ring.c</c>), except that it never lets offset plus bit overflow.
/// </summary>
/// <remarks>
/// Same slot only. A page 0 to 63 beyond the base sets its bit. A page 1 to 63 before it becomes the new base if the mask can be shifted
/// up without losing a bit. Anything else starts a new batch. The kernel computed the difference with wrap-around until CVE-2026-52969:
/// page 0 after page 2^64 - 63 looked like a neighbour. Runs of neighbours are taken at once, with the result of taking them one by one.
/// </remarks>
internal static unsafe class Coalescer
{

    /// <summary>Coalesces pages in private memory.</summary>
    /// <param name="pages">The pages.</param>
    /// <param name="count">How many.</param>
    /// <param name="slots">The pages that exist; others are counted and left out. Null: all do.</param>
    /// <param name="open">The batch that is growing; its <see cref="PageBatch.Mask"/> is 0 where there is none.</param>
    /// <param name="full">Receives those that are done, <paramref name="count"/> at most.</param>
    /// <returns>How many are done.</returns>
    internal static int Coalesce(DirtyPage* pages, int count, SlotTable? slots, ref PageBatch open, PageBatch* full)
    {
        PageBatch* next = full;
        DirtyPage* end = pages + count;
        if (slots is not null && !slots.Contains(pages, count))
        {
            for (; pages != end; pages++)
            {
                if (slots.Contains(pages[0].Slot, pages[0].Offset))
                    next += AddRun(pages[0].Slot, pages[0].Offset, 1, ref open, next);
                else
                    open.Counts += PageBatch.OneOutOfRange;
            }
        }

        while (pages != end)
        {
            int run = PageRun.Length(pages, (int)(end - pages));
            if (run == 1)
            {
                pages = AddSingles(pages, end, ref open, ref next);
            }
            else
            {
                next += AddRun(pages[0].Slot, pages[0].Offset, run, ref open, next);
                pages += run;
            }
        }

        return (int)(next - full);
    }

    /// <summary>Takes in pages up to one that another follows. A loop of its own, without calls: it needs all registers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static DirtyPage* AddSingles(DirtyPage* page, DirtyPage* end, ref PageBatch open, ref PageBatch* full)
    {
        PageBatch batch = open;
        PageBatch* next = full;
        do
        {
            uint slot = page[0].Slot;
            ulong offset = page[0].Offset;
            if (batch.Add(slot, offset, 1) == 0)
            {
                batch.MoveTo(next++);
                batch.Add(slot, offset, 1);
            }

            page++;
        }
        while (page != end && (page + 1 == end || !PageRun.Follows(page + 1)));

        full = next;
        open = batch;
        return page;
    }

    /// <summary>Takes in a run of neighbours, which exist.</summary>
    /// <param name="slot">Their slot.</param>
    /// <param name="offset">The first.</param>
    /// <param name="run">How many, 1 or more; the last one's number does not overflow.</param>
    /// <param name="open">The batch that is growing.</param>
    /// <param name="full">Receives those that are done, one for every 64 pages and one more at most.</param>
    /// <returns>How many are done.</returns>
    internal static int AddRun(uint slot, ulong offset, int run, ref PageBatch open, PageBatch* full)
    {
        PageBatch batch = open;
        PageBatch* next = full;
        while (true)
        {
            int added = batch.Add(slot, offset, run);
            run -= added;
            if (run == 0)
                break;
            offset += (uint)added;
            batch.MoveTo(next++);
        }

        open = batch;
        return (int)(next - full);
    }
}
