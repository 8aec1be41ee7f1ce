using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using LiveCheckpoint.Workloads;
using Microsoft.Win32.SafeHandles;
using RingCore.Hostile.Oracle;
using RingCore.Tracking;

namespace RingCore.Hostile.Crash;

/// <summary>
/// The supervisor: owns the replica and outlives everybody. It kills producer or collector, sends the one that was started ahead into work, waits until
/// both are at work again, and now and then demands that image and replica are the same.
/// </summary>
internal sealed class CrashRun : IDisposable
{
    private const int RecordLostEvery = 64;
    private const int BadRegionsEvery = 16;
    private const int AtOnceEvery = 4;

    /// <summary>How soon a survivor must have seen that its peer is gone.</summary>
    internal static readonly TimeSpan NoticeLimit = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_planLimit = TimeSpan.FromSeconds(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ringcore-hostile-");
    private readonly SharedRegion _boardRegion = SharedRegion.Create("crash-board", CrashBoard.Bytes, RegionSeals.OfAnswered);
    private readonly SharedRegion _replicaRegion =
        SharedRegion.Create("crash-replica", ReplicaLog.BytesFor(CrashPages.Count), RegionSeals.OfAnswered);
    private readonly Nursery _nursery = new();
    private readonly CrashBoard _board;
    private readonly ReplicaLog _replica;
    private readonly CrashChild?[] _working = new CrashChild?[2];
    private readonly CrashChild?[] _ahead = new CrashChild?[2];
    private RandomSequence _random;
    private SafeFileHandle? _image;
    private SafeFileHandle? _record;

    internal CrashRun(ulong seed)
    {
        _random = new RandomSequence(seed);
        _board = new CrashBoard(_boardRegion);
        _replica = new ReplicaLog(_replicaRegion, CrashPages.Count);
    }

    /// <summary>Runs rounds until there are enough, the time is over, or the first failure.</summary>
    /// <returns>What failed; null where nothing did.</returns>
    internal string? Run(Func<CrashTally, bool> isEnough, TimeSpan limit, CrashTally tally, CancellationToken stop = default)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            StartAhead(Party.Producer);
            StartAhead(Party.Collector);
            Promote(Party.Producer);
            Promote(Party.Collector);
            _ = WaitUntilAtWork(0, 0, planned: null);
            while (!isEnough(tally) && Stopwatch.GetElapsedTime(start) < limit && !stop.IsCancellationRequested)
            {
                KillOne(losesRecord: tally.Comparisons % RecordLostEvery == RecordLostEvery - 1, tally);
                Compare(tally);
                if (tally.Comparisons % BadRegionsEvery == 0)
                    BadRegions.Try(tally);
            }

            return tally.PagesLost == 0 ? null : $"{tally.PagesLost} pages differ.";
        }
        catch (Exception found) when (found is OracleException or IOException)
        {
            return found.Message;
        }
        finally
        {
            tally.PagesTooNew = _board.PagesTooNew;
            tally.PagesInvented = _board.PagesInvented;
            tally.PagesDeclaredDirty = _board.PagesDeclaredDirty;
            TimeSpan lasted = Stopwatch.GetElapsedTime(start);
            tally.Work = CrashTally.Text(
                $"{tally.Rounds / lasted.TotalSeconds:N1} kills/s; {_board.PagesWritten:N0} pages written, {_board.PagesLogged:N0} logged; rounds committed {_board.RoundsCommitted:N0}, void {_board.RoundsVoid:N0}, late copies {_board.LateCopies:N0}, logs redone {_board.LogsRedone:N0}; longest write {_board.LongestOf(Party.Producer).TotalMilliseconds:N0} ms");
        }
    }

    public void Dispose()
    {
        foreach (CrashChild? child in (CrashChild?[])[.. _working, .. _ahead])
            child?.Dispose();
        _nursery.Dispose();
        _image?.Dispose();
        _record?.Dispose();
        _boardRegion.Dispose();
        _replicaRegion.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>One kill; and sometimes others, of whoever is about to come to work with somebody for it.</summary>
    private void KillOne(bool losesRecord, CrashTally tally)
    {
        Party victim = losesRecord || _random.Below(2) == 0 ? Party.Producer : Party.Collector;
        if (Kill(_working[(int)victim]!))
            tally.PlannedKills++;
        while (true)
        {
            long producerAttachments = _board.AttachmentsOf(Party.Producer);
            long collectorAttachments = _board.AttachmentsOf(Party.Collector);
            Bury(victim, losesRecord, tally);
            losesRecord = false;
            // Whoever goes on brings everything before it writes again, or a later write would hide what is lost.
            _board.QuietWanted++;
            Party next = (Party)_random.Below(2);
            bool diesAtOnce = _random.Below(AtOnceEvery) == 0;
            if (diesAtOnce)
                _board.SetPlan(next, StartingPlan(next, isNew: next == victim));
            long death = _board.DeathOf(victim);
            Promote(victim);
            if (!WaitUntilAtWork(producerAttachments, collectorAttachments, diesAtOnce ? next : null))
            {
                NoteReturn(1 - victim, death, tally);
                return;
            }

            tally.PlannedKills++;
            victim = next;
        }
    }

    /// <summary>Counts a kill, and keeps what the dead one leaves.</summary>
    private void Bury(Party victim, bool losesRecord, CrashTally tally)
    {
        CrashChild child = _working[(int)victim]!;
        tally.AddKill(victim, _board.PhaseOf(victim));
        if (victim == Party.Producer)
            KeepMemory(child);
        child.Dispose();
        if (!losesRecord || _record is null)
            return;
        _record.Dispose();
        _record = null;
        _board.EverythingMayCome = true;
        tally.RecordsLost++;
    }

    private void NoteReturn(Party survivor, long death, CrashTally tally)
    {
        // A survivor that was not attached when its peer died had nothing to notice.
        if (_board.NoticedBy(survivor) is var noticed && noticed > death)
            tally.NoteNotice(Stopwatch.GetElapsedTime(death, noticed));
        tally.NoteReturn(Stopwatch.GetElapsedTime(death));
    }

    /// <summary>Kills a child: by its own hand at a point that is drawn, or from here at any time.</summary>
    /// <returns>Whether it was by its own hand.</returns>
    private bool Kill(CrashChild child)
    {
        if (_random.Below(4) != 0)
        {
            _board.SetPlan(child.Party, WorkingPlan(child.Party));
            _ = child.WaitForDeath(s_planLimit);
            bool isDying = !_board.CancelPlan(child.Party);
            if (isDying && child.WaitForDeath(s_limit))
                return true;
        }

        Thread.Sleep(TimeSpan.FromMicroseconds(_random.Below(5000)));
        if (child.IsDead)
            throw new OracleException($"The {child.Party} ended by itself.");
        _board.NoteDeath(child.Party);
        child.Kill();
        return false;
    }

    /// <summary>A point in what a party does again and again.</summary>
    private DeathPlan WorkingPlan(Party party) => party == Party.Producer
        ? Plan(CrashPhase.Intending, CrashPhase.InFlight, 4)
        : Plan(CrashPhase.Harvesting, CrashPhase.Applying, 4);

    /// <summary>A point in what a party does until it is at work.</summary>
    private DeathPlan StartingPlan(Party party, bool isNew) => party == Party.Producer
        ? Plan(isNew ? CrashPhase.Succeeding : CrashPhase.Attaching, CrashPhase.Attaching, 1)
        : Plan(CrashPhase.Opening, CrashPhase.Opening, 1);

    private DeathPlan Plan(CrashPhase first, CrashPhase last, int times)
    {
        CrashPhase phase = first + _random.Below(last - first + 1);
        // Most points lie close behind the step into a phase, some far.
        long delay = _random.Below(3) == 0 ? 0 : 1 + _random.Below(1 << (8 + _random.Below(12)));
        return new DeathPlan(phase, 1 + _random.Below(times), delay);
    }

    private void StartAhead(Party party) => _ahead[(int)party] = _nursery.Start(party, Path.Combine(_folder.FullName, "meeting"), _random.Next());

    private void Promote(Party party)
    {
        CrashChild child = _working[(int)party] = _ahead[(int)party]!;
        if (party == Party.Collector)
            child.Go(_boardRegion.Descriptor, _replicaRegion.Descriptor);
        else if (_image is null)
            child.Go(_boardRegion.Descriptor);
        else if (_record is null)
            child.Go(_boardRegion.Descriptor, _image);
        else
            child.Go(_boardRegion.Descriptor, _image, _record);
        StartAhead(party);
    }

    /// <summary>Keeps the memory that a producer has sent, which is what its successor gets.</summary>
    private void KeepMemory(CrashChild producer)
    {
        while (producer.TakeFiles() is [var image, var record])
        {
            _image?.Dispose();
            _record?.Dispose();
            (_image, _record) = (image, record);
        }
    }

    /// <summary>Waits until both are at work, or one of them has died as planned.</summary>
    /// <returns>Whether it died.</returns>
    private bool WaitUntilAtWork(long producerAttachments, long collectorAttachments, Party? planned)
    {
        WaitUntil(
            () => _board.AttachmentsOf(Party.Producer) > producerAttachments && _board.AttachmentsOf(Party.Collector) > collectorAttachments,
            "Producer and collector did not come together again",
            planned);
        if (planned is not { } party)
            return false;
        // It may have come to its point and not be dead yet, or may never come to it: it was beyond it when the plan was made.
        bool isDying = !_board.CancelPlan(party);
        return isDying && _working[(int)party]!.WaitForDeath(s_limit);
    }

    /// <summary>Demands that everything is committed, and that the replica is the image then.</summary>
    private void Compare(CrashTally tally)
    {
        WaitUntil(() => _board.QuietMet == _board.QuietWanted, "The collector has not been brought everything");
        KeepMemory(_working[(int)Party.Producer]!);
        tally.PagesLost += PagesThatDiffer();
        tally.Comparisons++;
        _board.EverythingMayCome = false;
        _board.QuietEnded = _board.QuietMet;
        if (tally.PagesLost > 0)
            throw new OracleException($"{tally.PagesLost} pages of the replica are not the image's.");
    }

    private unsafe int PagesThatDiffer()
    {
        // Applying is the collector's last step, after its commit.
        WaitUntil(() => _replica.IsApplied, "The collector has not applied what it has logged");
        SharedOpenStatus status = SharedImage.Open(Again(_image!), out SharedImage? image);
        if (image is null)
            throw new OracleException($"The image was not opened: {status}.");
        using (image)
        {
            int different = 0;
            for (int page = 0; page < CrashPages.Count; page++)
            {
                ReadOnlySpan<byte> truth = new(image.Start + ((long)page * CrashPages.Bytes), CrashPages.Bytes);
                different += truth.SequenceEqual(_replica.Replica.Slice(page * CrashPages.Bytes, CrashPages.Bytes)) ? 0 : 1;
            }

            return different;
        }
    }

    private void WaitUntil(Func<bool> isMet, string otherwise, Party? mortal = null)
    {
        long start = Stopwatch.GetTimestamp();
        while (!isMet())
        {
            foreach (CrashChild? child in _working)
            {
                if (child is not { IsDead: true })
                    continue;
                if (child.Party == mortal)
                    return;
                throw new OracleException($"The {child.Party} ended by itself.");
            }

            if (Stopwatch.GetElapsedTime(start) > s_limit)
                throw new OracleException($"{otherwise} within {s_limit.TotalSeconds} s; producer {_board.PhaseOf(Party.Producer)}, collector {_board.PhaseOf(Party.Collector)}.");
            Thread.Sleep(TimeSpan.FromMicroseconds(200));
        }
    }

    private static SafeFileHandle Again(SafeFileHandle file) =>
        File.OpenHandle($"/proc/self/fd/{file.DangerousGetHandle()}", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
}
