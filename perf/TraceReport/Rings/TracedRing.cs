using System;
using System.Collections.Generic;

namespace RingCore.TraceReport.Rings;

/// <summary>What a trace says about one ring.</summary>
internal sealed class TracedRing(RingKey key)
{
    private TypedLosses? _losses;

    /// <summary>Which ring.</summary>
    internal RingKey Key { get; } = key;

    /// <summary>The ring's type; empty if it was made before the session.</summary>
    internal string Design { get; private set; } = "";

    /// <summary>The harvester that its collector uses.</summary>
    internal string Harvester { get; private set; } = "";

    /// <summary>Entries; 0 while unknown.</summary>
    internal int Entries { get; private set; }

    /// <summary>Bytes of an entry; 0 while unknown.</summary>
    internal int EntryBytes { get; private set; }

    /// <summary>Entries from the soft limit to the end; null while unknown.</summary>
    internal int? ReservedEntries { get; private set; }

    /// <summary>Whether it lies in shared memory.</summary>
    internal bool IsShared { get; private set; }

    /// <summary>When it was made, in the trace's milliseconds; null if before.</summary>
    internal double? CreatedMs { get; private set; }

    /// <summary>When it was disposed of; null if not during the trace.</summary>
    internal double? DisposedMs { get; private set; }

    internal Cumulative Published { get; } = new();

    internal Cumulative Harvested { get; } = new();

    internal Cumulative Reset { get; } = new();

    internal Cumulative Refused { get; } = new();

    /// <summary>Entries in use, whenever an event said how many.</summary>
    internal List<(double AtMs, int Used)> Used { get; } = [];

    internal SoftFullPairs SoftFull { get; } = new();

    /// <summary>Entries of a harvest.</summary>
    internal Histogram HarvestBatches { get; } = new();

    /// <summary>Entries of a reset.</summary>
    internal Histogram ResetBatches { get; } = new();

    /// <summary>Entries that a harvest left behind, where it knew.</summary>
    internal Histogram Backlogs { get; } = new();

    /// <summary>Calls of the sinks, in the resets that the trace holds.</summary>
    internal long SinkCalls { get; private set; }

    /// <summary>The widest mask that a sink was called with, in pages.</summary>
    internal int WidestMaskPages { get; private set; }

    /// <summary>Violations of all kinds.</summary>
    internal Cumulative Violations { get; } = new();

    /// <summary>The violations that the trace holds, by kind.</summary>
    internal SortedDictionary<string, long> ViolationKinds { get; } = [];

    /// <summary>By side.</summary>
    internal SortedDictionary<string, Waits> Waits { get; } = [];

    /// <summary>What only typed rings have, made when it is first spoken of.</summary>
    internal TypedLosses Losses => _losses ??= new TypedLosses(isNew: CreatedMs is not null);

    /// <summary>Whether it is a typed ring, as far as the trace says.</summary>
    internal bool IsTyped => _losses is not null;

    internal void Create(double atMs, string design, int entries, int entryBytes, int reservedEntries, string harvester, bool isShared)
    {
        CreatedMs = atMs;
        Design = design;
        Entries = entries;
        EntryBytes = entryBytes;
        ReservedEntries = reservedEntries;
        Harvester = harvester;
        IsShared = isShared;
        // A ring begins with nothing. Of one that is shared it is not known yet which numbers this process will know: see NoteIfKnown.
        if (!isShared)
            NoteTotals(atMs, 0, 0, 0, 0);
        Violations.NoteBeginning(0);
    }

    internal void Dispose(double atMs, long published, long harvested, long reset, long refused)
    {
        DisposedMs = atMs;
        NoteTotals(atMs, published, harvested, reset, refused);
    }

    internal void NoteState(double atMs, long published, long harvested, long reset, long refused, int used, int capacity)
    {
        Entries = capacity;
        NoteUsed(atMs, used);
        NoteTotals(atMs, published, harvested, reset, refused);
    }

    internal void Harvest(double atMs, int entries, long total, int backlog)
    {
        HarvestBatches.Add(entries);
        Harvested.Note(atMs, total, entries);
        if (backlog >= 0)
            Backlogs.Add(backlog);
        Published.NoteAtLeast(atMs, total + Math.Max(0, backlog));
    }

    internal void NoteReset(double atMs, int entries, long total, int calls, int widestMaskPages, int used)
    {
        ResetBatches.Add(entries);
        Reset.Note(atMs, total, entries);
        SinkCalls += calls;
        WidestMaskPages = int.Max(WidestMaskPages, widestMaskPages);
        NoteUsed(atMs, used);
        // No event tells of single pushes, but what was reset and what is in use was published; and of a ring that was made or joined in the trace,
        // all that was not reset before. The number in use is known where the producer is: elsewhere somebody else's cursor would be guessed.
        if (used >= 0 && CreatedMs is not null)
            Published.NoteBeginning(total - entries);
        Published.NoteAtLeast(atMs, total + Math.Max(0, used));
    }

    internal void EnterSoftFull(double atMs, int thread, int number, int used)
    {
        SoftFull.Enter(atMs, thread, number, used);
        NoteUsed(atMs, used);
    }

    internal void Violate(double atMs, string kind, long total)
    {
        Violations.Note(atMs, total, added: 1);
        ViolationKinds[kind] = ViolationKinds.GetValueOrDefault(kind) + 1;
    }

    internal Waits WaitsOf(string side)
    {
        if (!Waits.TryGetValue(side, out Waits? waits))
            Waits[side] = waits = new Waits();
        return waits;
    }

    private void NoteTotals(double atMs, long published, long harvested, long reset, long refused)
    {
        NoteIfKnown(Published, atMs, published);
        NoteIfKnown(Harvested, atMs, harvested);
        NoteIfKnown(Reset, atMs, reset);
        NoteIfKnown(Refused, atMs, refused);
    }

    /// <summary>A number that only the other side's process knows is -1. What a process knows it counts from the making of its side.</summary>
    private void NoteIfKnown(Cumulative counter, double atMs, long total)
    {
        if (total < 0)
            return;
        if (CreatedMs is not null)
            counter.NoteBeginning(0);
        counter.Note(atMs, total);
    }

    private void NoteUsed(double atMs, int used)
    {
        if (used >= 0)
            Used.Add((atMs, used));
    }
}
