using RingCore.Layouts;
using Fence = RingCore.SharedFencePoints;

namespace RingCore;

/*
 * How a shared ring comes to be, and how it is believed.
 *
 *   maker (producer's side)                             opener (collector)
 *   -----------------------                             ------------------
 *   words and mark of the answered region, plain
 *   header, plain
 *   StoreRelease(ready, IsReady)                (A1)    LoadAcquire(ready)                    (A2)
 *   hands the descriptors over                          header and mark, each word once
 *                                                       judges the copies; looks at neither again
 *   at the ring's end: StoreRelease(ready, IsClosed)
 *
 *   (A1) pairs with (A2): who reads IsReady reads the header, the mark and the words as they were made. Descriptors travel by the kernel, which orders
 *        too; but an opener can have them earlier, by inheritance, and a maker can die half way.
 *   Seals and sizes are the host's word and not the header's: they are checked before anything is mapped.
 *   The copies are private: a header that changes under the opener's checks is judged as it was read, and what was judged is what is used.
 *   The mark stands where any collector that had the region can have written: it keeps honest users from mixing regions up. A new collector gets new
 *   regions, so that nobody else has had them.
 */

/// <summary>Writes the header of a shared ring, and reads it once.</summary>
internal static unsafe class HeaderPublication
{
    private const int HeaderWords = SharedRingHeader.Bytes / sizeof(ulong);

    /// <summary>Completes two regions of zeroes.</summary>
    internal static void Publish(SharedRingForm form, ToldWords* told, long toldBytes, AnsweredWords* answered, long answeredBytes)
    {
        SharedRingHeader header = form.ToHeader(toldBytes, answeredBytes);
        uint first = (uint)form.FirstPosition;
        Fence.WritePlain(&told->Avail, first);
        Fence.WritePlain(&told->Reset, first);
        Fence.WritePlain(&answered->Fetch, first);
        Fence.WritePlain(&answered->NonceLow, header.NonceLow);
        Fence.WritePlain(&answered->NonceHigh, header.NonceHigh);
        Fence.WritePlain(&answered->Version, SharedRingHeader.VersionValue);
        Fence.WritePlain(&answered->Magic, AnsweredWords.MagicValue);
        for (int i = 0; i < HeaderWords; i++)
            Fence.WritePlain((ulong*)told + i, ((ulong*)&header)[i]);
        Fence.StoreRelease(&told->Header.Ready, SharedRingHeader.IsReady); // (A1) pairs with (A2), Read
    }

    /// <summary>Tells whoever opens the ring later that it has ended.</summary>
    internal static void Close(ToldWords* told) => Fence.StoreRelease(&told->Header.Ready, SharedRingHeader.IsClosed);

    /// <summary>Copies and judges what stands in two mapped regions, which have a page each at least.</summary>
    internal static SharedOpenStatus Read(SharedRegion told, SharedRegion answered, out SharedRingForm? form)
    {
        ToldWords* words = (ToldWords*)told.Start;
        uint ready = Fence.LoadAcquire(&words->Header.Ready); // (A2) pairs with (A1), Publish
        SharedRingHeader header = default;
        for (int i = 0; i < HeaderWords; i++)
            ((ulong*)&header)[i] = Fence.ReadOnce((ulong*)words + i);
        header.Ready = ready; // and not what was read after it
        SharedOpenStatus status = SharedRingForm.Judge(in header, told.Bytes, answered.Bytes, out form);
        if (status != SharedOpenStatus.Opened)
            return status;
        AnsweredWords* mark = (AnsweredWords*)answered.Start;
        bool matches = Fence.ReadOnce(&mark->Magic) == AnsweredWords.MagicValue
            && Fence.ReadOnce(&mark->Version) == SharedRingHeader.VersionValue
            && Fence.ReadOnce(&mark->NonceLow) == header.NonceLow
            && Fence.ReadOnce(&mark->NonceHigh) == header.NonceHigh;
        if (matches)
            return SharedOpenStatus.Opened;
        form = null;
        return SharedOpenStatus.RegionsDoNotMatch;
    }
}
