using RingCore.Layouts;

namespace RingCore;

/// <summary>What a look at a shared ring says of it, by its status.</summary>
internal static class RingSentences
{
    /// <summary>Of a region that is not mapped.</summary>
    internal static string Unmapped(string region, SharedOpenStatus status) => status switch
    {
        SharedOpenStatus.NotSupported => $"The {region} region cannot be mapped: the host has no sealed files.",
        SharedOpenStatus.NotAMemfd => $"The {region} region is closed, or not a file that can have seals.",
        SharedOpenStatus.NotSealed => $"The {region} region may be pulled away under its reader: it is not sealed against that, and was not mapped.",
        SharedOpenStatus.WrongSize => $"The {region} region is empty, or not of whole pages.",
        SharedOpenStatus.PeerNotTrusted => $"The {region} file has no seals, and its users are not said to be trusted.",
        SharedOpenStatus.NoSuchFile => $"The {region} file cannot be opened.",
        _ => $"The kernel refuses to map the {region} region.",
    };

    /// <summary>Of a ring whose regions are mapped.</summary>
    internal static string Of(SharedOpenStatus status, in SharedRingHeader header, long toldBytes, long? answeredBytes) => status switch
    {
        SharedOpenStatus.Opened => $"open: {Design(header.Design)}, {RingReportText.Numbers(header)}",
        SharedOpenStatus.Stale => $"closed by its producer's side: {Design(header.Design)}, {RingReportText.Numbers(header)}",
        SharedOpenStatus.WrongMagic => $"not a shared ring: it begins with 0x{header.Magic:x16}, not 0x{SharedRingHeader.MagicValue:x16}",
        SharedOpenStatus.OtherVersion => $"a header of version {header.Version}; this is version {SharedRingHeader.VersionValue}",
        SharedOpenStatus.HalfMade when header.Ready == SharedRingHeader.IsMaking => "half made: its maker died while it wrote the header, or is writing it now",
        SharedOpenStatus.HalfMade => $"neither made nor ended: its ready word is {header.Ready}, which no party writes",
        SharedOpenStatus.UnknownLayout =>
            $"a layout that this version cannot have: design {header.Design}, {RingReportText.Numbers(header)}, aligned to {header.Alignment}, entries at "
            + $"{header.EntriesOffset}, counters from {header.FirstPosition}, wake form {header.WakeForm}",
        SharedOpenStatus.WrongSize =>
            $"the header is of regions of {header.ToldBytes} and {header.AnsweredBytes} bytes, {Design(header.Design)}, {RingReportText.Numbers(header)}; "
            + $"the told region has {toldBytes}, the answered one {(answeredBytes is { } bytes ? $"{bytes}" : "was not found")}",
        SharedOpenStatus.RegionsDoNotMatch when answeredBytes is null => "no answered region of this ring was found: nothing can be said of the entries",
        _ => "the answered region bears no mark, or another ring's",
    };

    private static string Design(uint design) => (SharedRingDesign)design switch
    {
        SharedRingDesign.Indexed => "indexed",
        SharedRingDesign.Flagged => "flagged",
        _ => $"design {design}",
    };
}
