using System;
using System.Diagnostics;
using RingCore.Tracking.Diagnostics;

namespace RingCore.Tracking;

/// <content>Boundaries, and what the collector says about rounds.</content>
public sealed unsafe partial class SharedTracker
{
    /// <summary>The round whose pages may be copied now; 0 for none.</summary>
    private ulong _copying;

    /// <summary>Whether the collector says that it has copied that round.</summary>
    private bool _isCopied;

    /// <summary>The round that has been copied and is neither committed nor given back; 0 for none.</summary>
    private ulong _inFlight;

    /// <summary>The round that is closed and has not ended, for traces; 0 for none.</summary>
    private ulong _closed;

    /// <summary>When it was closed.</summary>
    private long _closedAt;

    /// <summary>Whether a round has been copied and is neither committed nor given back.</summary>
    public bool IsRoundInFlight => _inFlight != 0;

    /// <summary>Number of the last round that a collector committed to this tracker; 0 for none.</summary>
    public ulong CommittedRound { get; private set; }

    /// <summary>
    /// Closes a round: all pages marked since the last one, at a point where they are consistent and the writer stands still. Waits until the
    /// collector has harvested and then copied them; when the call returns, the writer may go on, whatever the answer.
    /// </summary>
    /// <param name="note">What the collector is told with the round, at most <see cref="MaxNoteBytes"/> bytes.</param>
    /// <param name="timeout">How long to stand still at most: 0 to <see cref="int.MaxValue"/> milliseconds.</param>
    /// <exception cref="ArgumentException">The note is too long.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is outside its range.</exception>
    /// <exception cref="ObjectDisposedException">The tracker has been disposed.</exception>
    public BoundaryResult Boundary(ReadOnlySpan<byte> note, TimeSpan timeout)
    {
        if (note.Length > MaxNoteBytes)
            throw new ArgumentException($"A note has at most {MaxNoteBytes} bytes, not {note.Length}.", nameof(note));
        Check(timeout);
        long start = _options.Clock.GetTimestamp();
        _course.MarkIntent();
        if (_link is null)
            return new BoundaryResult(BoundaryStatus.NotAttached, 0, 0);
        if (!Poll())
            return new BoundaryResult(BoundaryStatus.PeerGone, 0, 0);
        if (_inFlight != 0)
            return new BoundaryResult(BoundaryStatus.Busy, 0, 0);
        if (Empty(start, timeout) is { } why)
            return new BoundaryResult(why, 0, 0);

        long pages = _course.Open;
        ulong round = _course.Close();
        _counters = _counters with { Rounds = _counters.Rounds + 1 };
        Close(round, pages, _options.Clock.GetElapsedTime(start));
        return new BoundaryResult(Copy(round, note, start, timeout), round, pages);
    }

    private void TellEnd(bool isCommitted)
    {
        if (_closed == 0)
            return;
        TrackerTrace.Ended(this, (long)_closed, isCommitted, Stopwatch.GetElapsedTime(_closedAt));
        _closed = 0;
    }

    private void Close(ulong round, long pages, TimeSpan time)
    {
        (_closed, _closedAt) = (round, Stopwatch.GetTimestamp());
        lock (_rate)
            _rate.Add(_counters.PagesMarked);
        TrackerTrace.Collected(this, (long)round, pages, time);
    }

    /// <summary>Waits until no round is in flight.</summary>
    /// <param name="timeout">0 to <see cref="int.MaxValue"/> milliseconds.</param>
    /// <returns>
    /// True where the last round was committed (<see cref="CommittedRound"/>), or given back, or there was none; false where the time was up, or
    /// the collector is gone.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is outside its range.</exception>
    /// <exception cref="ObjectDisposedException">The tracker has been disposed.</exception>
    public bool WaitForCommit(TimeSpan timeout)
    {
        Check(timeout);
        long start = _options.Clock.GetTimestamp();
        bool isAttached = Poll();
        while (_inFlight != 0 && Left(start, timeout) is { } left && left > TimeSpan.Zero)
            isAttached = Receive(left);
        return isAttached && _inFlight == 0;
    }

    /// <summary>Has everything marked harvested and reset, so that it stands in the open round.</summary>
    /// <returns>Null where that is done; else why not.</returns>
    private BoundaryStatus? Empty(long start, TimeSpan timeout)
    {
        while (true)
        {
            _course.PushPending();
            if (!Reset())
                return BoundaryStatus.PeerBroke;
            if (_course.Marked == 0)
                return null;
            TimeSpan left = Left(start, timeout);
            if (left == TimeSpan.Zero)
                return BoundaryStatus.TimedOut;
            _link!.AskForHarvest();
            if (!Receive(left))
                return BoundaryStatus.PeerGone;
        }
    }

    /// <summary>Lets the closed round be copied, and ends that before it returns.</summary>
    private BoundaryStatus Copy(ulong round, ReadOnlySpan<byte> note, long start, TimeSpan timeout)
    {
        RoundWindow<SharedFencePoints> window = _link!.Window;
        (_copying, _isCopied) = (round, false);
        window.Open(round);
        bool isAttached = _link.SendRound(round, note, Left(start, timeout)) != PeerStatus.PeerGone;
        while (isAttached && !_isCopied && _copying != 0 && Left(start, timeout) is { } left && left > TimeSpan.Zero)
            isAttached = Receive(left, detaches: false);
        window.Close();
        bool isReturned = _copying == 0;
        _copying = 0;
        if (!isAttached)
        {
            LosePeer();
            return BoundaryStatus.PeerGone;
        }

        if (_isCopied)
        {
            _inFlight = round;
            return BoundaryStatus.Copied;
        }

        GiveBack();
        return isReturned ? BoundaryStatus.Returned : BoundaryStatus.TimedOut;
    }

    /// <summary>Takes the messages that are there, up to a limit: who sends more has them read later.</summary>
    /// <returns>False where there is no collector, or none any more.</returns>
    private bool Poll()
    {
        if (_link is null)
            return false;
        for (int i = 0; i < MaxMessagesPerPoll; i++)
        {
            PeerStatus status = _link.Receive(TimeSpan.Zero, out RoundMessage message);
            if (status == PeerStatus.TimedOut)
                return true;
            if (status == PeerStatus.PeerGone)
                return LosePeer();
            Take(message);
        }

        return true;
    }

    /// <summary>Waits for one message.</summary>
    /// <returns>False where the collector is gone.</returns>
    private bool Receive(TimeSpan timeout, bool detaches = true)
    {
        PeerStatus status = _link!.Receive(timeout, out RoundMessage message);
        if (status == PeerStatus.PeerGone)
            return detaches && LosePeer();
        if (status == PeerStatus.Done)
            Take(message);
        return true;
    }

    /// <summary>Judges a message by what this side knows.</summary>
    private void Take(RoundMessage message)
    {
        switch (message.Kind)
        {
            case 0 or RoundMessageKind.Harvested:
                break;
            case RoundMessageKind.Copied when message.Round == _copying && _copying != 0 && !_isCopied:
                _isCopied = true;
                break;
            case RoundMessageKind.Returned when message.Round == _copying && _copying != 0 && !_isCopied:
                _copying = 0;
                break;
            case RoundMessageKind.Committed when message.Round == _inFlight && _inFlight != 0:
                _inFlight = 0;
                CommittedRound = message.Round;
                _course.End(isCommitted: true);
                TellEnd(isCommitted: true);
                _counters = _counters with { RoundsCommitted = _counters.RoundsCommitted + 1 };
                break;
            case RoundMessageKind.Returned when message.Round == _inFlight && _inFlight != 0:
                _inFlight = 0;
                GiveBack();
                break;
            default:
                _counters = _counters with { StaleAnswers = _counters.StaleAnswers + 1 };
                break;
        }
    }

    private void GiveBack()
    {
        _counters = _counters with { PagesReturned = _counters.PagesReturned + _course.InFlight };
        _course.End(isCommitted: false);
        TellEnd(isCommitted: false);
    }

    private bool LosePeer()
    {
        _counters = _counters with { PeersGone = _counters.PeersGone + 1 };
        Detach();
        return false;
    }

    private TimeSpan Left(long start, TimeSpan timeout)
    {
        TimeSpan left = timeout - _options.Clock.GetElapsedTime(start);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private void Check(TimeSpan timeout)
    {
        ObjectDisposedException.ThrowIf(_end == 0, this);
        if (timeout.TotalMilliseconds is < 0 or > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, $"A timeout is 0 to {int.MaxValue} ms.");
    }
}
