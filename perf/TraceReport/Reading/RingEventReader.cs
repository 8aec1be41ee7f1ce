using System;
using System.Collections.Generic;
using Microsoft.Diagnostics.Tracing;
using RingCore.TraceReport.Rings;

namespace RingCore.TraceReport.Reading;

/// <summary>Decodes RingCore's events into a log: by provider name and event id, the payload by its place and with its type.</summary>
internal sealed class RingEventReader
{
    /// <summary>The provider.</summary>
    internal const string ProviderName = "RingCore";

    // The messages of .NET's own EventSource: the manifest in ETW, an error text, and the counters.
    private const int ManifestId = 0xFFFE;
    private const int ErrorMessageId = 0;

    private readonly SortedDictionary<RingEventId, long> _counts = [];

    internal RingEventReader(TraceEventSource source) => source.Dynamic.All += Read;

    /// <summary>What was read.</summary>
    internal RingLog Log { get; } = new();

    /// <summary>How many events of each id were read.</summary>
    internal IReadOnlyDictionary<RingEventId, long> Counts => _counts;

    /// <summary>RingCore's events that are not of the form that this program knows.</summary>
    internal long Undecoded { get; private set; }

    /// <summary>Why the first of those was not.</summary>
    internal string? FirstUndecoded { get; private set; }

    private void Read(TraceEvent traced)
    {
        int number = (int)traced.ID;
        if (traced.ProviderName != ProviderName || number is ManifestId or ErrorMessageId)
            return;
        RingEventId id = (RingEventId)number;
        try
        {
            if (!Decode(id, traced))
            {
                NoteUndecoded($"event {number} ({traced.EventName}) is not known to this version");
                return;
            }
        }
        catch (Exception failure) when (failure is InvalidCastException or IndexOutOfRangeException or ArgumentException or NullReferenceException)
        {
            NoteUndecoded($"event {number} ({traced.EventName}): {failure.Message}");
            return;
        }

        _counts[id] = _counts.GetValueOrDefault(id) + 1;
    }

    private bool Decode(RingEventId id, TraceEvent traced)
    {
        double at = traced.TimeStampRelativeMSec;
        Payload of = new(traced);
        switch (id)
        {
            case RingEventId.RingCreated:
                RingOf(traced).Create(at, of.Text(1), of.Int(2), of.Int(3), of.Int(4), of.Text(5), of.Bool(6));
                return true;
            case RingEventId.RingDisposed:
                RingOf(traced).Dispose(at, of.Long(1), of.Long(2), of.Long(3), of.Long(4));
                return true;
            case RingEventId.SoftFullEntered:
                RingOf(traced).EnterSoftFull(at, traced.ThreadID, of.Int(1), of.Int(2));
                return true;
            case RingEventId.SoftFullLeft:
                RingOf(traced).SoftFull.Leave(at, traced.ThreadID, of.Int(1), of.Long(2));
                return true;
            case RingEventId.RefusedFull:
                RingOf(traced).Refused.Note(at, of.Long(1), added: 1);
                return true;
            case RingEventId.Harvested:
                RingOf(traced).Harvest(at, of.Int(1), of.Long(2), of.Int(3));
                return true;
            case RingEventId.Reset:
                RingOf(traced).NoteReset(at, of.Int(1), of.Long(2), of.Int(3), of.Int(4), of.Int(5));
                return true;
            case RingEventId.RoundCollected:
                Log.Tracker(traced.ProcessID, of.Long(0)).Collect(at, of.Long(1), of.Long(2), of.Long(3));
                return true;
            case RingEventId.RoundEnded:
                Log.Tracker(traced.ProcessID, of.Long(0)).End(of.Long(1), of.Bool(2), of.Long(3));
                return true;
            case RingEventId.PeerViolated:
                // Kind and position are for who looks at single events; kinds are counted by name.
                RingOf(traced).Violate(at, of.Text(2), of.Long(4));
                return true;
            case RingEventId.SourceChosen:
                Log.Tracker(traced.ProcessID, of.Long(0)).Choose(of.Text(1), of.Text(2));
                return true;
            case RingEventId.WaitStarted:
                RingOf(traced).WaitsOf(of.Text(1)).Start(of.Text(2));
                return true;
            case RingEventId.WaitEnded:
                RingOf(traced).WaitsOf(of.Text(1)).End(of.Text(2), of.Long(3));
                return true;
            case RingEventId.Woken:
                RingOf(traced).WaitsOf(of.Text(1)).Wake();
                return true;
            case RingEventId.RingState:
                RingOf(traced).NoteState(at, of.Long(1), of.Long(2), of.Long(3), of.Long(4), of.Int(5), of.Int(6));
                return true;
            case RingEventId.ItemsDropped:
                RingOf(traced).Losses.Drop(at, of.Long(1));
                return true;
            case RingEventId.ReaderLapped:
                // Which reader it was, and what it lost by itself, are for who looks at single events.
                RingOf(traced).Losses.Lap(at, of.Long(3));
                return true;
            case RingEventId.ClaimSkipped:
                RingOf(traced).Losses.Skip(at, of.Long(2), of.Int(3));
                return true;
            case RingEventId.TypedRingState:
                RingOf(traced).Losses.NoteState(at, of.Long(1), of.Long(2), of.Long(3), of.Int(4));
                return true;
            default:
                return false;
        }
    }

    private TracedRing RingOf(TraceEvent traced) => Log.Ring(traced.ProcessID, new Payload(traced).UInt(0));

    private void NoteUndecoded(string why)
    {
        Undecoded++;
        FirstUndecoded ??= why;
    }
}
