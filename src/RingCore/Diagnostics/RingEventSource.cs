using System.Diagnostics.Tracing;

namespace RingCore.Diagnostics;

/// <summary>The provider <c>RingCore</c> of EventPipe and ETW: what happens to rings and rounds, never once per page.</summary>
/// <remarks>
/// Ids, names and payloads are stable for ever; a new need is a new event. An event about a ring starts with the ring's number in this process. Totals count
/// from the ring's making, so that what a session lost is missing from a batch and from no total: take differences of totals, never sums of batches.
/// Soft full begins on the producer's thread and is ended by another's reset: the two events are paired by ring and episode, not by activity.
/// </remarks>
[EventSource(Name = ProviderName)]
internal sealed partial class RingEventSource : EventSource
{
    internal const string ProviderName = "RingCore";

    internal static readonly RingEventSource Log = new();

    private RingEventSource()
        : base(EventSourceSettings.EtwManifestEventFormat)
    {
    }

    /// <summary>A ring, or this process's side of one, is ready.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="design">One of <see cref="RingDesigns"/>.</param>
    /// <param name="entries">Entries.</param>
    /// <param name="entryBytes">Bytes per entry.</param>
    /// <param name="reservedEntries">Entries between soft full and full.</param>
    /// <param name="harvester">Which harvester this process has chosen; empty for a typed ring.</param>
    /// <param name="isShared">Whether the other side is another process.</param>
    [Event(1, Level = EventLevel.Informational, Keywords = Keywords.Rings, Version = 0)]
    internal void RingCreated(uint ring, string design, int entries, int entryBytes, int reservedEntries, string harvester, bool isShared) =>
        Write(1, ring, design, entries, entryBytes, reservedEntries, harvester, isShared);

    /// <summary>The last handle of a ring is disposed; nothing comes of a ring that was let go of without that.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="published">Entries published since the ring was made; -1 where its producer is another process.</param>
    /// <param name="harvested">Entries harvested since then, items taken from a typed ring; -1 where its collector is another process, and of a broadcast ring.</param>
    /// <param name="reset">Entries reset since then, items of a typed ring whose space its producers have back; -1 where its resetter is another process, and of a broadcast ring.</param>
    /// <param name="refused">Pushes refused because the ring was full, since then; -1 where its producer is another process.</param>
    [Event(2, Level = EventLevel.Informational, Keywords = Keywords.Rings, Version = 0)]
    internal void RingDisposed(uint ring, long published, long harvested, long reset, long refused) =>
        Write(2, ring, published, harvested, reset, refused);

    /// <summary>A push has brought a ring to its soft limit: its producer is asked to stop.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="episode">Counts the ring's episodes, from 1.</param>
    /// <param name="used">Entries published and not reset.</param>
    [Event(3, Level = EventLevel.Informational, Keywords = Keywords.SoftFull, Version = 0)]
    internal void SoftFullEntered(uint ring, int episode, int used) => Write(3, ring, episode, used);

    /// <summary>The producer has found the ring below its soft limit again, in a push or a wait for space.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="episode">As in <see cref="SoftFullEntered"/>.</param>
    /// <param name="microseconds">Since then.</param>
    [Event(4, Level = EventLevel.Informational, Keywords = Keywords.SoftFull, Version = 0)]
    internal void SoftFullLeft(uint ring, int episode, long microseconds) => Write(4, ring, episode, microseconds);

    /// <summary>A push found the ring full: the first of those between two that were published.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="refusedTotal">Refused pushes since the ring was made.</param>
    [Event(5, Level = EventLevel.Warning, Keywords = Keywords.SoftFull, Version = 0)]
    internal void RefusedFull(uint ring, long refusedTotal) => Write(5, ring, refusedTotal);

    /// <summary>A harvest has taken entries. Not written for those that found none, nor for single takes.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="entries">Entries taken.</param>
    /// <param name="harvestedTotal">Entries harvested since the ring was made.</param>
    /// <param name="backlog">Entries published and not yet harvested, as far as the collector knows; -1 where it does not.</param>
    [Event(6, Level = EventLevel.Verbose, Keywords = Keywords.Batches, Version = 0)]
    internal void Harvested(uint ring, int entries, long harvestedTotal, int backlog) => Write(6, ring, entries, harvestedTotal, backlog);

    /// <summary>A reset has freed entries. Not written for those that found none.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="entries">Entries freed.</param>
    /// <param name="resetTotal">Entries reset since the ring was made.</param>
    /// <param name="calls">Calls of the sink.</param>
    /// <param name="widestMaskBits">Pages of the call that had the most; 0 without a call.</param>
    /// <param name="used">Entries published and not reset, by the producer's latest number; -1 where the producer is another process.</param>
    [Event(7, Level = EventLevel.Verbose, Keywords = Keywords.Batches, Version = 0)]
    internal void Reset(uint ring, int entries, long resetTotal, int calls, int widestMaskBits, int used) =>
        Write(7, ring, entries, resetTotal, calls, widestMaskBits, used);

    /// <summary>A tracker has collected a round.</summary>
    /// <param name="tracker">The tracker's number in this process.</param>
    /// <param name="round">The round's number.</param>
    /// <param name="pages">Pages in it.</param>
    /// <param name="microseconds">How long it took to collect.</param>
    [Event(8, Level = EventLevel.Informational, Keywords = Keywords.Rounds, Version = 0)]
    internal void RoundCollected(long tracker, long round, long pages, long microseconds) => Write(8, tracker, round, pages, microseconds);

    /// <summary>The consumer has committed a round, or given it back.</summary>
    /// <param name="tracker">The tracker.</param>
    /// <param name="round">The round's number.</param>
    /// <param name="committed">False where its pages come again.</param>
    /// <param name="microseconds">Since it was collected.</param>
    [Event(9, Level = EventLevel.Informational, Keywords = Keywords.Rounds, Version = 0)]
    internal void RoundEnded(long tracker, long round, bool committed, long microseconds) => Write(9, tracker, round, committed, microseconds);

    /// <summary>A resetter has found what no faithful collector does. Entries out of range are told of once per reset and kind.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="kind">A <see cref="PeerViolation"/>.</param>
    /// <param name="kindName">Its name.</param>
    /// <param name="position">
    /// Where, counted from the ring's first entry, the last one was; -1 of entries out of range where the reset found the other kind after them.
    /// </param>
    /// <param name="total">Violations of all kinds since the ring was made.</param>
    [Event(10, Level = EventLevel.Warning, Keywords = Keywords.Violations, Version = 0)]
    internal void PeerViolated(uint ring, int kind, string kindName, long position, long total) => Write(10, ring, kind, kindName, position, total);

    /// <summary>A tracker has chosen where it learns from what was written.</summary>
    /// <param name="tracker">The tracker.</param>
    /// <param name="kind">The source.</param>
    /// <param name="why">One sentence.</param>
    [Event(11, Level = EventLevel.Informational, Keywords = Keywords.Rounds, Version = 0)]
    internal void SourceChosen(long tracker, string kind, string why) => Write(11, tracker, kind, why);

    /// <summary>A wait did not find at once what it waits for.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="side">Who waits: producer or collector; of a typed ring, producer or consumer.</param>
    /// <param name="strategy">A <see cref="WaitStrategy"/>; of a shared ring's own waits, the method that waits.</param>
    [Event(12, Level = EventLevel.Verbose, Keywords = Keywords.Waits, Version = 0)]
    internal void WaitStarted(uint ring, string side, string strategy) => Write(12, ring, side, strategy);

    /// <summary>The wait is over.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="side">Who waited.</param>
    /// <param name="status">A <see cref="WaitStatus"/>.</param>
    /// <param name="microseconds">How long it was.</param>
    [Event(13, Level = EventLevel.Verbose, Keywords = Keywords.Waits, Version = 0)]
    internal void WaitEnded(uint ring, string side, string status, long microseconds) => Write(13, ring, side, status, microseconds);

    /// <summary>Somebody who sleeps is woken, by the thread that writes this.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="side">Who is woken.</param>
    [Event(14, Level = EventLevel.Verbose, Keywords = Keywords.Waits, Version = 0)]
    internal void Woken(uint ring, string side) => Write(14, ring, side);

    /// <summary>What a ring has come to: of each that lives when a session starts, and once a second while one listens. Another thread's numbers, read in passing.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="published">As in <see cref="RingDisposed"/>.</param>
    /// <param name="harvested">As in <see cref="RingDisposed"/>.</param>
    /// <param name="reset">As in <see cref="RingDisposed"/>.</param>
    /// <param name="refused">As in <see cref="RingDisposed"/>.</param>
    /// <param name="used">Entries published and not reset; -1 where one of the two is another process's, and of a broadcast ring.</param>
    /// <param name="capacity">Entries of the ring.</param>
    [Event(15, Level = EventLevel.Informational, Keywords = Keywords.Rings, Version = 0)]
    internal void RingState(uint ring, long published, long harvested, long reset, long refused, int used, int capacity) =>
        Write(15, ring, published, harvested, reset, refused, used, capacity);

    /// <summary>A push has dropped items because its typed ring was full: the first of those between two that were published.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="droppedTotal">Items dropped since the ring was made.</param>
    [Event(16, Level = EventLevel.Warning, Keywords = Keywords.Losses, Version = 0)]
    internal void ItemsDropped(uint ring, long droppedTotal) => Write(16, ring, droppedTotal);

    /// <summary>A reader of a broadcast ring was too slow: items were overwritten before it came to them. At most once for 1024 items, and for each lap of a larger ring.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="reader">Which reader, from 1 in the order in which they were added.</param>
    /// <param name="lostTotal">Items that it has lost since it was added.</param>
    /// <param name="lostByAllTotal">Items that the ring's readers have lost, all of them together, since the ring was made.</param>
    [Event(17, Level = EventLevel.Warning, Keywords = Keywords.Losses, Version = 0)]
    internal void ReaderLapped(uint ring, int reader, long lostTotal, long lostByAllTotal) => Write(17, ring, reader, lostTotal, lostByAllTotal);

    /// <summary>A consumer has gone on without a claim that was not published; its slot is withheld from the producers until the claim's own comes back.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="position">The claim's position.</param>
    /// <param name="skippedTotal">Claims skipped since the ring was made.</param>
    /// <param name="withheld">Slots that are withheld now.</param>
    [Event(18, Level = EventLevel.Warning, Keywords = Keywords.Losses, Version = 0)]
    internal void ClaimSkipped(uint ring, long position, long skippedTotal, int withheld) => Write(18, ring, position, skippedTotal, withheld);

    /// <summary>What a typed ring has come to beside <see cref="RingState"/>: with each of these, and before its <see cref="RingDisposed"/>.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="dropped">Items dropped because it was full; -1 where the ring drops none.</param>
    /// <param name="lost">Items that readers have lost; -1 where the ring has no readers that could.</param>
    /// <param name="skipped">Claims skipped; -1 where the ring has none that could be.</param>
    /// <param name="withheld">Slots withheld now; -1 likewise.</param>
    [Event(19, Level = EventLevel.Informational, Keywords = Keywords.Rings, Version = 0)]
    internal void TypedRingState(uint ring, long dropped, long lost, long skipped, int withheld) => Write(19, ring, dropped, lost, skipped, withheld);

    /// <summary>What a session can ask for. Public, for the runtime finds no other.</summary>
    public static class Keywords
    {
        /// <summary>Rings made and disposed, and what each has come to.</summary>
        public const EventKeywords Rings = (EventKeywords)1;

        /// <summary>Producers asked to stop, and pushes refused.</summary>
        public const EventKeywords SoftFull = (EventKeywords)2;

        /// <summary>Harvests and resets.</summary>
        public const EventKeywords Batches = (EventKeywords)4;

        /// <summary>A tracker's rounds and source.</summary>
        public const EventKeywords Rounds = (EventKeywords)8;

        /// <summary>What peers do wrong.</summary>
        public const EventKeywords Violations = (EventKeywords)16;

        /// <summary>Waits and wakes.</summary>
        public const EventKeywords Waits = (EventKeywords)32;

        /// <summary>What typed rings lose: items dropped, readers lapped, claims skipped.</summary>
        public const EventKeywords Losses = (EventKeywords)64;
    }
}
