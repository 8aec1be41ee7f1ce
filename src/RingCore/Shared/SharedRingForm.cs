using System;
using System.Numerics;
using RingCore.Layouts;

namespace RingCore;

/// <summary>What a shared ring's header says, as the ring's maker means it and its opener believes it.</summary>
/// <param name="Design">Which ring.</param>
/// <param name="Geometry">The ring's numbers; entries have 16 bytes.</param>
/// <param name="FirstPosition">Where the free-running counters start.</param>
/// <param name="Id">The number that both regions carry.</param>
/// <param name="WaitsSleep">Whether waits for the producer's side may sleep.</param>
internal sealed record SharedRingForm(SharedRingDesign Design, RingGeometry Geometry, ulong FirstPosition, Guid Id, bool WaitsSleep)
{
    /// <summary>Size of the told region before it is made up to whole pages.</summary>
    internal long ToldBytes => ToldWords.Bytes + (Design == SharedRingDesign.Indexed ? EntryBytes : 0);

    /// <summary>Size of the answered region before it is made up to whole pages.</summary>
    internal long AnsweredBytes => AnsweredWords.Bytes + (Design == SharedRingDesign.Flagged ? EntryBytes : 0);

    private long EntryBytes => Geometry.Bytes + CacheLine.PaddingBytes;

    /// <summary>The header of regions of these sizes, not yet ready.</summary>
    internal SharedRingHeader ToHeader(long toldBytes, long answeredBytes)
    {
        (ulong low, ulong high) = Halves(Id);
        return new SharedRingHeader
        {
            Magic = SharedRingHeader.MagicValue,
            Version = SharedRingHeader.VersionValue,
            Design = (uint)Design,
            Entries = (uint)Geometry.Entries,
            EntryBytes = (uint)Geometry.EntryBytes,
            ReservedEntries = (uint)Geometry.ReservedEntries,
            Alignment = CacheLine.PaddingBytes,
            FirstPosition = FirstPosition,
            ToldBytes = (ulong)toldBytes,
            AnsweredBytes = (ulong)answeredBytes,
            EntriesOffset = ToldWords.Bytes,
            WakeForm = WaitsSleep ? SharedRingHeader.WaitsSleep : SharedRingHeader.WaitsPoll,
            NonceLow = low,
            NonceHigh = high,
        };
    }

    /// <summary>Judges a private copy of a header.</summary>
    /// <param name="header">The copy.</param>
    /// <param name="toldBytes">Size of the told region as the host says.</param>
    /// <param name="answeredBytes">Size of the answered region as the host says.</param>
    /// <param name="form">What it says, where it says something that this version knows.</param>
    internal static SharedOpenStatus Judge(in SharedRingHeader header, long toldBytes, long answeredBytes, out SharedRingForm? form)
    {
        form = null;
        if (header.Magic != SharedRingHeader.MagicValue)
            return SharedOpenStatus.WrongMagic;
        if (header.Version != SharedRingHeader.VersionValue)
            return SharedOpenStatus.OtherVersion;
        if (header.Ready != SharedRingHeader.IsReady)
            return header.Ready == SharedRingHeader.IsClosed ? SharedOpenStatus.Stale : SharedOpenStatus.HalfMade;
        bool isKnown = header.Design is (uint)SharedRingDesign.Indexed or (uint)SharedRingDesign.Flagged
            && header.EntryBytes == KvmDirtyGfn.Bytes
            && header.Entries <= RingGeometry.MaxEntries && BitOperations.IsPow2(header.Entries)
            && header.ReservedEntries < header.Entries
            && header.Alignment == CacheLine.PaddingBytes && header.EntriesOffset == ToldWords.Bytes
            && header.FirstPosition <= long.MaxValue
            && header.WakeForm is SharedRingHeader.WaitsPoll or SharedRingHeader.WaitsSleep;
        if (!isKnown)
            return SharedOpenStatus.UnknownLayout;
        SharedRingForm said = new(
            (SharedRingDesign)header.Design,
            new RingGeometry((int)header.Entries, (int)header.EntryBytes, (int)header.ReservedEntries),
            header.FirstPosition,
            Whole(header.NonceLow, header.NonceHigh),
            header.WakeForm == SharedRingHeader.WaitsSleep);
        bool fits = header.ToldBytes == (ulong)toldBytes && header.AnsweredBytes == (ulong)answeredBytes
            && toldBytes == SharedRegion.WholePages(said.ToldBytes) && answeredBytes == SharedRegion.WholePages(said.AnsweredBytes);
        if (!fits)
            return SharedOpenStatus.WrongSize;
        form = said;
        return SharedOpenStatus.Opened;
    }

    internal static (ulong Low, ulong High) Halves(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = id.TryWriteBytes(bytes);
        return (BitConverter.ToUInt64(bytes), BitConverter.ToUInt64(bytes[8..]));
    }

    internal static Guid Whole(ulong low, ulong high)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = BitConverter.TryWriteBytes(bytes, low);
        _ = BitConverter.TryWriteBytes(bytes[8..], high);
        return new Guid(bytes);
    }
}
