using RingCore.Layouts;
using Fence = RingCore.SharedFencePoints;

namespace RingCore;

/// <summary>Reads mapped regions of a shared ring into a report. Each word is read once, and judged as it was read.</summary>
internal static unsafe class RingLook
{
    /// <summary>Looks.</summary>
    /// <param name="source">Where the regions are from.</param>
    /// <param name="told">What is taken for a told region; as every region here, a page at least.</param>
    /// <param name="answered">What is taken for its answered region; null for none.</param>
    /// <param name="own">What is taken for its private region; null for none.</param>
    internal static RingReport At(string source, SharedRegion told, SharedRegion? answered, SharedRegion? own)
    {
        ToldWords* toldWords = (ToldWords*)told.Start;
        uint ready = Fence.LoadAcquire(&toldWords->Header.Ready); // pairs with (A1), HeaderPublication
        SharedRingHeader header = HeaderPublication.Copy<Fence>(toldWords, ready);
        AnsweredWords* answeredWords = answered is null ? null : (AnsweredWords*)answered.Start;
        PrivateWords* privateWords = own is null ? null : (PrivateWords*)own.Start;
        bool isAnswered = answered is not null && IsMarked(
            in header, AnsweredWords.MagicValue, &answeredWords->Magic, &answeredWords->Version, &answeredWords->NonceLow, &answeredWords->NonceHigh);
        bool isOwn = own is not null && IsMarked(
            in header, PrivateWords.MagicValue, &privateWords->Magic, &privateWords->Version, &privateWords->NonceLow, &privateWords->NonceHigh);
        SharedOpenStatus status = Judge(in header, told.Bytes, answered?.Bytes, isAnswered, out SharedRingForm? form);
        RingReport report = new()
        {
            Source = source,
            Status = status,
            Reason = RingSentences.Of(status, in header, told.Bytes, answered?.Bytes),
            Told = header.Magic == SharedRingHeader.MagicValue ? Copy(toldWords, in header) : null,
            Answered = isAnswered ? Copy(answeredWords) : null,
            Private = isOwn ? new PrivateWords { ProducerWaits = Fence.ReadOnce(&privateWords->ProducerWaits) } : null,
        };
        if (form is null || !isAnswered)
            return report;
        if (form.Design == SharedRingDesign.Indexed)
            return IndexedLook.At(report, toldWords, answeredWords, form.Geometry);
        RingJournal* journal = isOwn ? (RingJournal*)(own!.Start + PrivateWords.Bytes) : null;
        return FlaggedLook.At(report, toldWords, (KvmDirtyGfn*)(answered!.Start + AnsweredWords.Bytes), form.Geometry, journal);
    }

    private static SharedOpenStatus Judge(in SharedRingHeader header, long toldBytes, long? answeredBytes, bool isAnswered, out SharedRingForm? form)
    {
        form = null;
        if (header.Ready == SharedRingHeader.IsMaking)
            return SharedOpenStatus.HalfMade;
        SharedRingHeader whole = header;
        whole.Ready = SharedRingHeader.IsReady; // what a ring that has ended was can be told as well
        SharedOpenStatus status = SharedRingForm.Judge(in whole, toldBytes, answeredBytes ?? (long)header.AnsweredBytes, out form);
        if (status != SharedOpenStatus.Opened)
            return status;
        if (header.Ready is not (SharedRingHeader.IsReady or SharedRingHeader.IsClosed))
        {
            form = null;
            return SharedOpenStatus.HalfMade;
        }

        return !isAnswered ? SharedOpenStatus.RegionsDoNotMatch
            : header.Ready == SharedRingHeader.IsClosed ? SharedOpenStatus.Stale : SharedOpenStatus.Opened;
    }

    private static bool IsMarked(in SharedRingHeader header, ulong value, ulong* magic, ulong* version, ulong* nonceLow, ulong* nonceHigh) =>
        Fence.ReadOnce(magic) == value && Fence.ReadOnce(version) == SharedRingHeader.VersionValue
        && Fence.ReadOnce(nonceLow) == header.NonceLow && Fence.ReadOnce(nonceHigh) == header.NonceHigh;

    private static ToldWords Copy(ToldWords* told, in SharedRingHeader header) => new()
    {
        Header = header,
        Avail = Fence.ReadOnce(&told->Avail),
        Reset = Fence.ReadOnce(&told->Reset),
        Epoch = Fence.ReadOnce(&told->Epoch),
        DoorbellWaits = Fence.ReadOnce(&told->DoorbellWaits),
    };

    private static AnsweredWords Copy(AnsweredWords* answered) => new()
    {
        Magic = Fence.ReadOnce(&answered->Magic),
        Version = Fence.ReadOnce(&answered->Version),
        NonceLow = Fence.ReadOnce(&answered->NonceLow),
        NonceHigh = Fence.ReadOnce(&answered->NonceHigh),
        Fetch = Fence.ReadOnce(&answered->Fetch),
        CollectorWaits = Fence.ReadOnce(&answered->CollectorWaits),
        ResetWaits = Fence.ReadOnce(&answered->ResetWaits),
        Doorbell = Fence.ReadOnce(&answered->Doorbell),
    };
}
