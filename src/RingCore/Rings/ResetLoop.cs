using System.Threading;
using RingCore.Layouts;

namespace RingCore;

/// <summary>The reset of every design: reads ahead as far as pages coalesce, hands the batch to the sink, then frees its entries.</summary>
/// <remarks>
/// In this order an exception from the sink, or a cancellation, leaves the batch's entries harvested and not freed: they come again. An
/// entry outside the slot table is left out of its batch and does not break it.
/// </remarks>
internal static class ResetLoop
{
    /// <summary>Resets from the cursor on.</summary>
    /// <param name="entries">The ring's entries.</param>
    /// <param name="cursor">Moves with what is freed.</param>
    /// <param name="sink">Re-arms pages.</param>
    /// <param name="end">Position to stop at.</param>
    /// <param name="cancellation">Looked at before each call of the sink.</param>
    internal static ResetStatus Run<TEntries, TSink>(
        TEntries entries, ref ResetterCursor cursor, ref TSink sink, ulong end, CancellationToken cancellation)
        where TEntries : struct, IResettableEntries, allows ref struct
        where TSink : IResetSink, allows ref struct
    {
        Coalescer batch = default;
        ulong position = cursor.Reset;
        uint outOfRange = 0;
        while (true)
        {
            DirtyPage page = default;
            bool inRange = false;
            bool harvested = position != end && entries.TryRead(position, out page, out inRange);
            if (harvested && !inRange)
            {
                outOfRange++;
                position++;
                continue;
            }

            if (harvested && batch.TryAdd(page.Slot, page.Offset))
            {
                position++;
                continue;
            }

            if (batch.Mask != 0)
            {
                if (cancellation.IsCancellationRequested)
                    return ResetStatus.Cancelled;
                sink.ResetPages(batch.Slot, batch.Offset, batch.Mask);
                batch.Clear();
            }

            entries.Free(cursor.Reset, position);
            cursor.Reset = position;
            cursor.OutOfRange += outOfRange;
            outOfRange = 0;
            if (!harvested)
                return position == end ? ResetStatus.LimitReached : ResetStatus.Complete;
            batch.Start(page.Slot, page.Offset);
            position++;
        }
    }
}
