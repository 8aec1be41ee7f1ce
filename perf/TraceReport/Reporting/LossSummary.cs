using RingCore.TraceReport.Rings;

namespace RingCore.TraceReport.Reporting;

/// <summary>What a typed ring has lost.</summary>
/// <param name="Dropped">Items dropped because it was full; not known of a broadcast ring, which is never full.</param>
/// <param name="Lost">Items that readers came too late for; known of a broadcast ring alone.</param>
/// <param name="Laps">How often a reader was told of as too late, in the events that the trace holds.</param>
/// <param name="Skipped">Claims that a consumer went on without; known of a ring that many producers share.</param>
/// <param name="Withheld">Slots that were withheld for that when the trace last said so; null where nothing did.</param>
internal sealed record LossSummary(CounterSummary Dropped, CounterSummary Lost, long Laps, CounterSummary Skipped, int? Withheld)
{
    internal static LossSummary Of(TypedLosses losses, double lifeMs, int parts, double endMs) => new(
        CounterSummary.Of(losses.Dropped, lifeMs, parts, endMs),
        CounterSummary.Of(losses.Lost, lifeMs, parts, endMs),
        losses.Laps,
        CounterSummary.Of(losses.Skipped, lifeMs, parts, endMs),
        losses.Withheld);
}
