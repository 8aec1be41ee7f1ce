using System.Text;

namespace RingCore.Tracking;

/// <summary>What was found in the private record of a <see cref="SharedTracker"/>. A copy: nothing of it changes afterwards.</summary>
public sealed record TrackerReport
{
    /// <summary>Where it was read.</summary>
    public required string Source { get; init; }

    /// <summary>Null for a whole record; else a sentence that says why it is none. The numbers are 0 then.</summary>
    public string? Refusal { get; init; }

    /// <summary>Pages of the memory.</summary>
    public long Pages { get; init; }

    /// <summary>Name of the image that the record is about.</summary>
    public ulong Image { get; init; }

    /// <summary>Number of the last round that was closed; 0 before the first.</summary>
    public ulong Round { get; init; }

    /// <summary>Pages that are marked: in the ring, or waiting for room in it.</summary>
    public long Marked { get; init; }

    /// <summary>Pages of the open round, or of the one in flight: the two sets change roles at each boundary, and only their writer knows which is which.</summary>
    public long OpenOrInFlight { get; init; }

    /// <summary>Pages of the other one.</summary>
    public long InFlightOrOpen { get; init; }

    /// <summary>First page that the writer has announced.</summary>
    public ulong IntentFirst { get; init; }

    /// <summary>Pages that it has announced and not ended: it writes them now, or died in it. More than the memory has from there on are never announced.</summary>
    public ulong IntentPages { get; init; }

    /// <summary>The report as text, in lines.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        _ = text.Append("tracker record: ").Append(Source).Append('\n');
        if (Refusal is not null)
            return text.Append("  state     ").Append(Refusal).Append('\n').ToString();
        _ = text.Append("  state     ").Append(Pages).Append($" pages of image {Image:x16}, {Round} rounds closed\n")
            .Append("  pages     ").Append(Marked).Append(" marked; open and in flight, in either order: ")
            .Append(OpenOrInFlight).Append(" and ").Append(InFlightOrOpen).Append('\n')
            .Append("  intent    ").Append(IntentPages == 0 ? "none\n" : $"{IntentPages} pages from {IntentFirst} on\n");
        if (IntentPages > 0 && (IntentFirst >= (ulong)Pages || IntentPages > (ulong)Pages - IntentFirst))
            _ = text.Append("  odd       the intent is no run of these pages: a successor takes all for written\n");
        return text.ToString();
    }
}
