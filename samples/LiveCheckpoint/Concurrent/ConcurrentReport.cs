using System;
using RingCore.Tracking;

namespace LiveCheckpoint.Concurrent;

/// <summary>What a run with several writers has to say.</summary>
/// <param name="Writers">How many there were.</param>
/// <param name="Rounds">Rounds while they ran, and the last one after them.</param>
/// <param name="PagesRead">Dirty pages of all rounds.</param>
/// <param name="Transactions">Transactions of all writers.</param>
/// <param name="Elapsed">How long the writers ran.</param>
/// <param name="Source">What told of the writes.</param>
/// <param name="Counters">The tracker's.</param>
/// <param name="Lost">Pages in which a replica made by the rounds differs from the live image.</param>
/// <param name="Rows">Rows compared with the model.</param>
/// <param name="Fault">A sentence about the first wrong database; null when all are right.</param>
internal sealed record ConcurrentReport(
    int Writers, int Rounds, long PagesRead, long Transactions, TimeSpan Elapsed, SourceChoice Source, TrackerCounters Counters, int Lost, long Rows, string? Fault)
{
    internal bool IsGood => Lost == 0 && Fault is null;
}
