using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace RingCore.Diagnostics;

/// <summary>
/// The meter <c>RingCore</c>, for <c>dotnet-counters</c> and OpenTelemetry: the events' numbers, by ring and design. What rings count anyway is read
/// from them when it is asked for; the rest is counted while its instrument is listened to.
/// </summary>
internal static class RingMeter
{
    internal const string Name = "RingCore";

    internal static readonly Meter Instance = new(Name);

    /// <summary>Entries per harvest.</summary>
    internal static readonly Histogram<int> HarvestBatch =
        Instance.CreateHistogram<int>("ringcore.harvest.batch", "{entry}", "Entries taken by a harvest.");

    /// <summary>Time that producers were asked to stop, counted as each such time ends.</summary>
    internal static readonly Counter<double> SoftFullTime =
        Instance.CreateCounter<double>("ringcore.ring.soft_full_time", "s", "Time that a ring was soft full, as its producer saw it.");

    /// <summary>Entries reset per page re-armed.</summary>
    internal static readonly ObservableGauge<double> ResetsPerPage = Instance.CreateObservableGauge(
        "ringcore.resets_per_page", ReadResetsPerPage, "{entry}/{page}", "Entries reset per page re-armed, since somebody listens.");

    private static readonly Instrument[] s_read =
    [
        Instance.CreateObservableGauge("ringcore.ring.used", () => Read(static ring => ring.Used), "{entry}", "Entries published and not reset."),
        Instance.CreateObservableCounter("ringcore.published", () => Read(static ring => ring.Published), "{entry}", "Entries published."),
        Instance.CreateObservableCounter("ringcore.harvested", () => Read(static ring => ring.Harvested), "{entry}", "Entries harvested."),
        Instance.CreateObservableCounter("ringcore.reset", () => Read(static ring => ring.Reset), "{entry}", "Entries reset."),
        Instance.CreateObservableCounter("ringcore.refused", () => Read(static ring => ring.Refused), "{push}", "Pushes refused because the ring was full."),
        Instance.CreateObservableCounter("ringcore.dropped", () => Read(static ring => ring.Dropped), "{item}", "Items dropped because a typed ring was full."),
        Instance.CreateObservableCounter("ringcore.lost", () => Read(static ring => ring.Lost), "{item}", "Items overwritten before a reader came to them."),
        Instance.CreateObservableCounter("ringcore.violations", ReadViolations, "{violation}", "What no faithful collector does."),
    ];

    /// <summary>Makes the instruments, so that listeners find them.</summary>
    internal static void Start() => GC.KeepAlive(s_read);

    /// <summary>What a measurement says of its ring.</summary>
    internal static TagList Tags(TracedMemory memory) =>
        memory.Ring is { } ring ? Tags(RingTotals.Of(ring)) : new TagList { { "ring", memory.Id } };

    private static TagList Tags(in RingTotals ring) => new() { { "ring", ring.Ring }, { "design", ring.Design } };

    private static IEnumerable<Measurement<long>> Read(Func<RingTotals, long> number)
    {
        foreach (RingTotals ring in LiveRings.Read())
        {
            if (number(ring) is >= 0 and long value)
                yield return new Measurement<long>(value, Tags(ring));
        }
    }

    private static IEnumerable<Measurement<double>> ReadResetsPerPage()
    {
        foreach (RingTotals ring in LiveRings.Read())
        {
            double perPage = RingNotes.ResetsPerPage(ring.Ring);
            if (perPage > 0)
                yield return new Measurement<double>(perPage, Tags(ring));
        }
    }

    private static IEnumerable<Measurement<long>> ReadViolations()
    {
        foreach (RingTotals ring in LiveRings.Read())
        {
            if (ring.IsTyped || ring.Reset < 0)
                continue;
            PeerViolations found = ring.Violations;
            yield return Of(ring, PeerViolation.Rewound, found.Rewound);
            yield return Of(ring, PeerViolation.Overran, found.Overran);
            yield return Of(ring, PeerViolation.WrongState, found.WrongState);
            yield return Of(ring, PeerViolation.Gap, found.Gap);
            yield return Of(ring, PeerViolation.SlotOutOfRange, found.SlotOutOfRange);
            yield return Of(ring, PeerViolation.OffsetOutOfRange, found.OffsetOutOfRange);
        }

        static Measurement<long> Of(in RingTotals ring, PeerViolation kind, ulong count)
        {
            TagList tags = Tags(ring);
            tags.Add("kind", kind.ToString());
            return new Measurement<long>((long)count, tags);
        }
    }
}
