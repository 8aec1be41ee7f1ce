using System;
using System.Diagnostics;
using System.Threading;
using LiveCheckpoint.Workloads;
using Microsoft.Win32.SafeHandles;
using RingCore.Tracking;

namespace RingCore.Hostile.Crash;

/// <summary>The producer's side of a shared tracker, until it is killed: writes pages, closes rounds, gives every collector that comes what it lacks.</summary>
internal sealed unsafe class ProducerRole : IDisposable
{
    private const int Entries = 32;
    private const int ReservedEntries = 8;
    private const int LongestBurst = 24;
    private const int BurstsPerRound = 3;
    private static readonly TimeSpan s_throttle = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_boundary = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_brief = TimeSpan.FromMicroseconds(200);
    private static readonly TimeSpan s_attach = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);

    private readonly PeerSocket _supervisor;
    private readonly CrashBoard _board;
    private readonly PeerListener _listener;
    private readonly SharedTrackedMemory _memory;
    private readonly SharedTracker _tracker;
    private RandomSequence _random;
    private SharedTrackerCounters _reported;
    private bool _wasAttached;
    private bool _rests = true;

    private ProducerRole(PeerSocket supervisor, CrashBoard board, SharedTrackedMemory memory, string path, ulong seed)
    {
        (_supervisor, _board, _memory) = (supervisor, board, memory);
        _random = new RandomSequence(seed);
        RingDesign design = _random.Below(2) == 0 ? RingDesign.Indexed : RingDesign.Flagged;
        _tracker = new SharedTracker(
            memory, new SharedTrackerOptions { Design = design, Entries = Entries, ReservedEntries = ReservedEntries, ThrottleTimeout = s_throttle });
        _reported = _tracker.Counters;
        _listener = new PeerListener(path);
    }

    /// <summary>Works until the supervisor is gone.</summary>
    /// <param name="supervisor">The way to the supervisor.</param>
    /// <param name="path">Where collectors come to.</param>
    /// <param name="seed">Decides what is written.</param>
    internal static void Run(PeerSocket supervisor, string path, ulong seed)
    {
        if (!Orders.TryWait(supervisor, out SafeFileHandle[] files))
            return;
        CrashBoard board = new(Orders.Open(files[0], CrashBoard.Bytes));
        board.Step(Party.Producer, CrashPhase.Succeeding);
        SharedTrackedMemory memory = Take(files);
        // From here on the supervisor has them, dead or alive as this process may be: nothing was written before.
        board.PagesDeclaredDirty += memory.PagesDeclaredDirty;
        SafeFileHandle[] own = [memory.Image.Descriptor, memory.Record.Descriptor];
        if (supervisor.Send([1], own, s_attach) != PeerStatus.Done)
            return;
        using ProducerRole role = new(supervisor, board, memory, path, seed);
        role.Work();
    }

    public void Dispose()
    {
        _tracker.Dispose();
        _listener.Dispose();
        _memory.Dispose();
        _board.Region.Dispose();
    }

    /// <summary>The predecessor's memory, with its record or without; or new memory where nobody was before.</summary>
    private static SharedTrackedMemory Take(SafeFileHandle[] files)
    {
        if (files.Length == 1)
            return new SharedTrackedMemory(CrashPages.OfSlots);
        SharedOpenStatus status = SharedTrackedMemory.Succeed(files[1], files.Length > 2 ? files[2] : null, out SharedTrackedMemory? memory);
        return memory ?? throw new InvalidOperationException($"The predecessor's memory was not taken over: {status}.");
    }

    private void Work()
    {
        while (!_supervisor.IsPeerGone)
        {
            Meet();
            if (_board.QuietWanted != _board.QuietEnded)
            {
                BringEverything();
                continue;
            }

            if (!_tracker.IsAttached && _rests)
                continue;
            for (int bursts = _random.Below(BurstsPerRound); bursts >= 0; bursts--)
                WriteBurst();
            CloseRound();
        }
    }

    /// <summary>Sees whether the collector is gone, and whether another has come.</summary>
    private void Meet()
    {
        _tracker.Serve();
        NoteGone();
        if (_tracker.IsAttached)
            return;
        _board.Step(Party.Producer, CrashPhase.Attaching);
        if (_listener.Accept(s_moment, out PeerSocket? socket) != PeerStatus.Done)
            return;
        if (_tracker.Attach(socket!, s_attach) != PeerStatus.Done)
            return;
        _wasAttached = true;
        // Half of the time it writes nothing once the collector is gone: what is lost then stays lost, and no later write hides it.
        _rests = _random.Below(2) == 0;
        _board.NoteAttached(Party.Producer);
    }

    private void WriteBurst()
    {
        int pages = 1 + _random.Below(LongestBurst);
        int first = _random.Below(CrashPages.WrittenCount - pages + 1);
        for (int page = first; page < first + pages; page++)
            _board.NoteWritten(page);
        long begun = Stopwatch.GetTimestamp();
        _board.Step(Party.Producer, CrashPhase.Intending);
        _tracker.Intend((ulong)first, pages);
        _board.Step(Party.Producer, CrashPhase.Writing);
        for (int page = first; page < first + pages; page++)
            CrashPages.Fill(AddressOf(page), page, (ulong)++_board.PagesWritten);

        _board.Step(Party.Producer, CrashPhase.Marking);
        _tracker.MarkDirty((ulong)first, pages);
        _board.NoteCall(Party.Producer, begun);
    }

    private void CloseRound()
    {
        long begun = Stopwatch.GetTimestamp();
        _board.Step(Party.Producer, CrashPhase.Closing);
        // Now and then the writer waits for less than a copy takes, so that rounds come to nothing.
        BoundaryResult result = _tracker.Boundary(Note(), _random.Below(8) == 0 ? (1 + _random.Below(4)) * s_brief : s_boundary);
        _board.Step(Party.Producer, CrashPhase.InFlight);
        _board.NoteCall(Party.Producer, begun);
        if (result.Status is not (BoundaryStatus.Copied or BoundaryStatus.Busy or BoundaryStatus.NotAttached))
            _board.RoundsVoid++;
        // Sometimes the next writes come before the commit, sometimes after it.
        if (_random.Below(2) == 0)
            _ = _tracker.WaitForCommit(s_moment);
        NoteGone();
        Report();
    }

    /// <summary>A turn in which nothing is written: the collector is brought all that was ever written, and then the supervisor has time to look.</summary>
    private void BringEverything()
    {
        long wanted = _board.QuietWanted;
        if (_board.QuietMet == wanted)
        {
            Thread.Sleep(s_moment);
            return;
        }

        BoundaryResult result = _tracker.Boundary(Note(), s_boundary);
        bool isCommitted = result.Status == BoundaryStatus.Copied && _tracker.WaitForCommit(s_boundary) && _tracker.CommittedRound == result.Round;
        NoteGone();
        Report();
        if (isCommitted)
            _board.QuietMet = wanted;
    }

    /// <summary>What a round says: no page of it may have a later write.</summary>
    private byte[] Note() => BitConverter.GetBytes(_board.PagesWritten);

    private void NoteGone()
    {
        if (!_wasAttached || _tracker.IsAttached)
            return;
        _wasAttached = false;
        _board.NoteGone(Party.Producer);
    }

    /// <summary>Adds what the tracker has counted since the last time.</summary>
    private void Report()
    {
        SharedTrackerCounters now = _tracker.Counters;
        _board.RoundsCommitted += now.RoundsCommitted - _reported.RoundsCommitted;
        _board.PagesDeclaredDirty += now.PagesDeclaredDirty - _reported.PagesDeclaredDirty;
        _reported = now;
    }

    private byte* AddressOf(int page)
    {
        int slot = page < CrashPages.OfSlots[0] ? 0 : 1;
        return _memory.Address(slot) + ((page - (slot == 0 ? 0 : CrashPages.OfSlots[0])) * CrashPages.Bytes);
    }
}
