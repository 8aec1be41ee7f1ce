using System;
using System.Collections.Generic;

namespace RingCore.Tracking;

/// <summary>
/// The collecting side of a tracker: drains the writers' rings, the VM ring and the bitmap into the open round, scans where the source
/// scans, and counts. Every member but <see cref="Vm"/> under the tracker's lock.
/// </summary>
internal sealed unsafe class RoundCollector : IScanReport, IDisposable
{
    private readonly List<WriterLane> _lanes = [];
    private readonly SoftFullSignal<CoherentFencePoints> _softFull;
    private readonly RoundSets<CoherentFencePoints> _sets;
    private readonly RingDrain<CoherentFencePoints> _drain;
    private readonly ScanSource? _scan;
    private readonly DirtyRate _rate;
    private readonly long _allPages;
    private TrackerCounters _counters;

    /// <summary>Starts with what a predecessor over the same memory had not committed.</summary>
    internal RoundCollector(TrackerMemory memory, TrackerOptions options, ScanSource? scan)
    {
        _softFull = new SoftFullSignal<CoherentFencePoints>(memory.SoftFull);
        _sets = new RoundSets<CoherentFencePoints>(memory);
        _drain = new RingDrain<CoherentFencePoints>(_sets, memory.Tracked.Slots);
        _rate = new DirtyRate(options.Clock);
        _allPages = memory.Pages;
        _scan = scan;
        Vm = new VmLane(memory, options);
    }

    /// <summary>The way of pages without a writer.</summary>
    internal VmLane Vm { get; }

    /// <summary>The round in flight.</summary>
    internal PageSet<CoherentFencePoints> InFlight => _sets.InFlight;

    /// <summary>See <see cref="DirtyTracker.DirtyPagesPerSecond"/>.</summary>
    internal double PagesPerSecond => _rate.PagesPerSecond;

    /// <summary>What all writers, past and present, and the collector have counted.</summary>
    internal TrackerCounters Counters
    {
        get
        {
            TrackerCounters counters = _counters with { PagesPushed = _drain.Pages };
            foreach (WriterLane lane in _lanes)
                counters = lane.AddTo(counters);
            return counters;
        }
    }

    /// <summary>Takes the collector's side of a new writer.</summary>
    internal void Add(WriterLane lane) => _lanes.Add(lane);

    /// <summary>Empties rings and bitmap into the open round.</summary>
    internal void Drain()
    {
        // Lowered first: a writer that fills its ring while the others are drained raises it again.
        _softFull.Lower();
        for (int i = _lanes.Count - 1; i >= 0; i--)
        {
            WriterLane lane = _lanes[i];
            if (lane.Drain(_drain))
                continue;
            _counters = lane.AddTo(_counters);
            lane.Release();
            _lanes.RemoveAt(i);
        }

        DrainVm();
    }

    /// <summary>Drains, scans, and closes the open round.</summary>
    /// <returns>Pages of the round, now in flight.</returns>
    internal long Collect()
    {
        bool isMarking = false;
        foreach (WriterLane lane in _lanes)
            isMarking |= lane.IsMarking;
        Drain();
        if (_scan is not null)
        {
            if (!_scan.Scan(this))
            {
                _counters = _counters with { FailedScans = _counters.FailedScans + 1 };
                ((IScanReport)this).Written(0, _allPages);
            }

        }

        // Looked at after the scan's pushes and before the last drain: no thread that comes later can stand in their way.
        isMarking |= Vm.IsMarking;
        DrainVm();
        if (isMarking)
        {
            _counters = _counters with { MarkWalks = _counters.MarkWalks + 1 };
            _sets.AdmitMarked();
        }

        _sets.Close();
        _counters = _counters with { Rounds = _counters.Rounds + 1 };
        _rate.Add(Counters.PagesMarked);
        return InFlight.Count;
    }

    /// <summary>Re-arms the pages of the round in flight: they may be read.</summary>
    internal void Rearm() => _sets.Rearm();

    /// <summary>Forgets the round in flight.</summary>
    internal void Commit()
    {
        _counters = _counters with { RoundsCommitted = _counters.RoundsCommitted + 1 };
        _sets.Retire();
    }

    /// <summary>Gives the pages of the round in flight back to the open one.</summary>
    internal void Return()
    {
        _counters = _counters with { PagesReturned = _counters.PagesReturned + InFlight.Count };
        _sets.Return();
    }

    /// <summary>Ends the collector: throttled writers get their space, rings are let go of.</summary>
    public void Dispose()
    {
        Drain();
        foreach (WriterLane lane in _lanes)
        {
            _counters = lane.AddTo(_counters);
            lane.Release();
        }

        _lanes.Clear();
        Vm.Dispose();
        _scan?.Dispose();
    }

    /// <summary>A scan's pages go the way of all pages without a writer; the ring is drained as it fills, by this same thread.</summary>
    void IScanReport.Written(ulong gfn, long pages)
    {
        _counters = _counters with { PagesScanned = _counters.PagesScanned + pages };
        WordRuns runs = new(gfn, pages);
        while (runs.Next())
        {
            if (Vm.Mark(runs.Word, runs.Mask))
                Vm.Drain(_drain);
        }
    }

    private void DrainVm()
    {
        Vm.Drain(_drain);
        _counters = _counters with { PagesToBitmap = _counters.PagesToBitmap + _sets.AdmitOverflow() };
    }
}
