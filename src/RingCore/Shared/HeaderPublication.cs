using RingCore.Layouts;

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
 *   at the ring's end: WriteOnce(ready, IsClosed)
 *
 *   (A1) pairs with (A2): who reads IsReady reads the header, the mark and the words as they were made. Descriptors travel by the kernel, which orders
 *        too; but an opener can have them earlier, by inheritance, and a maker can die half way.
 *   Seals and sizes are the host's word and not the header's: they are checked before anything is mapped.
 *   IsClosed comes after IsReady in the same word and tells nothing but itself.
 *   The copies are private: a header that changes under the opener's checks is judged as it was read, and what was judged is what is used.
 *   The mark stands where any collector that had the region can have written: it keeps honest users from mixing regions up. A new collector gets new
 *   regions, so that nobody else has had them.
 */

/// <summary>Writes the header of a shared ring, and reads it once.</summary>
internal static unsafe class HeaderPublication
{
    private const int HeaderWords = SharedRingHeader.Bytes / sizeof(ulong);

    /// <summary>Completes two regions of zeroes.</summary>
    internal static void Publish<TFence>(SharedRingForm form, ToldWords* told, long toldBytes, AnsweredWords* answered, long answeredBytes)
        where TFence : IFencePoints
    {
        SharedRingHeader header = form.ToHeader(toldBytes, answeredBytes);
        uint first = (uint)form.FirstPosition;
        TFence.WritePlain(&told->Avail, first);
        TFence.WritePlain(&told->Reset, first);
        TFence.WritePlain(&answered->Fetch, first);
        TFence.WritePlain(&answered->NonceLow, header.NonceLow);
        TFence.WritePlain(&answered->NonceHigh, header.NonceHigh);
        TFence.WritePlain(&answered->Version, SharedRingHeader.VersionValue);
        TFence.WritePlain(&answered->Magic, AnsweredWords.MagicValue);
        for (int i = 0; i < HeaderWords; i++)
            TFence.WritePlain((ulong*)told + i, ((ulong*)&header)[i]);
        TFence.StoreRelease(&told->Header.Ready, SharedRingHeader.IsReady); // (A1) pairs with (A2), Read
    }

    /// <summary>Completes a private region of zeroes: which ring it belongs to, for whoever looks at it from outside.</summary>
    internal static void Mark<TFence>(SharedRingForm form, PrivateWords* words)
        where TFence : IFencePoints
    {
        (ulong low, ulong high) = SharedRingForm.Halves(form.Id);
        TFence.WritePlain(&words->NonceLow, low);
        TFence.WritePlain(&words->NonceHigh, high);
        TFence.WritePlain(&words->Version, SharedRingHeader.VersionValue);
        TFence.WriteOnce(&words->Magic, PrivateWords.MagicValue);
    }

    /// <summary>Tells whoever opens the ring later that it has ended.</summary>
    internal static void Close<TFence>(ToldWords* told)
        where TFence : IFencePoints => TFence.WriteOnce(&told->Header.Ready, SharedRingHeader.IsClosed);

    /// <summary>Copies and judges what stands in two mapped regions.</summary>
    /// <param name="told">The told region, a page at least.</param>
    /// <param name="toldBytes">Its size, as the host says.</param>
    /// <param name="answered">The answered region, a page at least.</param>
    /// <param name="answeredBytes">Its size, as the host says.</param>
    /// <param name="form">What the header says, where the ring can be opened.</param>
    internal static SharedOpenStatus Read<TFence>(
        ToldWords* told, long toldBytes, AnsweredWords* answered, long answeredBytes, out SharedRingForm? form)
        where TFence : IFencePoints
    {
        form = null;
        uint ready = TFence.LoadAcquire(&told->Header.Ready); // (A2) pairs with (A1), Publish
        if (ready == SharedRingHeader.IsMaking)
            return SharedOpenStatus.HalfMade;
        SharedRingHeader header = Copy<TFence>(told, ready);
        SharedOpenStatus status = SharedRingForm.Judge(in header, toldBytes, answeredBytes, out SharedRingForm? said);
        if (status != SharedOpenStatus.Opened)
            return status;
        bool matches = TFence.ReadOnce(&answered->Magic) == AnsweredWords.MagicValue
            && TFence.ReadOnce(&answered->Version) == SharedRingHeader.VersionValue
            && TFence.ReadOnce(&answered->NonceLow) == header.NonceLow
            && TFence.ReadOnce(&answered->NonceHigh) == header.NonceHigh;
        if (!matches)
            return SharedOpenStatus.RegionsDoNotMatch;
        form = said;
        return SharedOpenStatus.Opened;
    }

    /// <summary>Copies a header, each word once.</summary>
    /// <param name="told">The told region, a page at least.</param>
    /// <param name="ready">Its <see cref="SharedRingHeader.Ready"/>, acquired before.</param>
    internal static SharedRingHeader Copy<TFence>(ToldWords* told, uint ready)
        where TFence : IFencePoints
    {
        SharedRingHeader header = default;
        for (int i = 0; i < HeaderWords; i++)
            ((ulong*)&header)[i] = TFence.ReadOnce((ulong*)told + i);
        header.Ready = ready; // and not what was read after it
        return header;
    }
}
