using System;
using System.Diagnostics;
using RingCore;
using RingCore.VhostUser;
using VhostEcho.Packets;

namespace VhostEcho.Echo;

/// <summary>A network device that gives back what it is sent: takes from queue 1, checks, stamps, gives through queue 0.</summary>
internal sealed class EchoDevice
{
    /// <summary>Packets between two looks at the front end's messages.</summary>
    internal const int Batch = 32;

    private static readonly TimeSpan s_sleep = TimeSpan.FromMilliseconds(200);

    private readonly VhostUserSession _session;
    private readonly VhostUserQueue _receive;
    private readonly VhostUserQueue _transmit;
    private readonly Transmission _transmission;
    private readonly Reception _reception;
    private readonly Ledger _ledger = new();
    private readonly byte[] _packet = new byte[Transmission.MostBytes];
    private readonly byte[] _discarded = new byte[Transmission.MostBytes];
    private readonly int _spins;
    private int _waiting; // bytes of a packet in hand, with its header, that the driver has no buffer for; 0: none
    private int _idle;
    private long _starts;
    private long _descriptors; // of the queue that is taken from
    private (int Receive, int Transmit) _sizes;
    private EchoCounts _counts;

    internal EchoDevice(VhostUserSession session, int spins)
    {
        (_session, _spins) = (session, spins);
        (_receive, _transmit) = (session.Queues[0], session.Queues[1]);
        _transmit.ReadsOnly = true;
        _transmission = new Transmission(session, _transmit);
        _reception = new Reception(session, _receive);
    }

    /// <summary>What passed.</summary>
    internal EchoCounts Counts => _counts;

    /// <summary>Why the session did not end well; null where it did.</summary>
    internal string? Problem { get; private set; }

    /// <summary>Answers messages, and echoes a batch. Sleeps where there has been nothing to do for some looks.</summary>
    internal ServeStatus Step()
    {
        bool wasBusy = Echo() > 0;
        _idle = wasBusy ? 0 : _idle + 1;
        ServeStatus status = _idle > _spins ? Sleep() : _session.Serve(TimeSpan.Zero);
        if (status == ServeStatus.Refused)
            Problem = $"message {_session.RefusedRequest} was refused: {_session.Refusal}";
        return status;
    }

    /// <summary>
    /// Takes what a front end that is gone has left, and gives as far as it left buffers. At most as many descriptors as the ring holds, and those of less than
    /// a batch: what was available at the call is among them. A front end that closed its socket and still uses the ring keeps nobody.
    /// </summary>
    internal void Drain()
    {
        long end = _descriptors + _transmit.Size;
        while (_descriptors < end && Echo() > 0)
        {
        }
    }

    /// <summary>One line of what happened.</summary>
    internal string Describe() =>
        $"queues {_sizes.Receive} and {_sizes.Transmit}, in_order {Has(VirtioFeatures.InOrder)}, mergeable {Has(NetHeader.MergeableBuffers)}, indirect {Has(VirtioFeatures.IndirectDescriptors)}, event_idx {Has(VirtioFeatures.EventIndex)}: "
        + $"taken {_counts.Taken}, fresh {_counts.Fresh}, returned {_counts.Returned}, echoed {_counts.Echoed}, discarded {_counts.Discarded}, lost {_counts.Lost}, outstanding {_ledger.Outstanding}, corrupt {_counts.Corrupt}, "
        + $"chained {_counts.Chained}, tables {_counts.Indirect}, merged {_counts.Merged}, slept {_counts.Slept}, woken {_counts.Woken}, called {_receive.Calls + _transmit.Calls}, "
        + $"end {Problem ?? _session.Status.ToString()}";

    private int Has(VirtioFeatures feature) => (_session.Features & feature) != 0 ? 1 : 0;

    private ServeStatus Sleep()
    {
        _idle = 0;
        // A packet in hand waits for the driver's buffers, nothing in hand for its packets.
        PackedDevice? wanted = (_waiting > 0 ? _receive : _transmit).Device;
        if (wanted is not null && !wanted.EnableKicks())
            return _session.Serve(TimeSpan.Zero);
        _counts.Slept++;
        long before = Stopwatch.GetTimestamp();
        ServeStatus status = _session.Serve(s_sleep);
        if (wanted is { HasAvailable: true } && Stopwatch.GetElapsedTime(before) < s_sleep)
            _counts.Woken++;
        wanted?.DisableKicks();
        return status;
    }

    /// <summary>Echoes up to a batch.</summary>
    /// <returns>Packets that were taken or given.</returns>
    private int Echo()
    {
        if (!_transmit.IsRunning || !_receive.IsRunning)
            return Discard();
        if (_starts != _transmit.Starts)
            StartAnew();
        int moved = _waiting > 0 && Give() ? 1 : 0;
        for (int i = 0; i < Batch && _waiting == 0 && _transmission.TryTake(_packet, out int bytes, out VirtqueueChain chain); i++, moved++)
        {
            _counts.Taken++;
            _descriptors += chain.Descriptors;
            if (chain.Descriptors > 1)
                _counts.Chained++;
            else if (chain.Readable > 1)
                _counts.Indirect++;
            Check(bytes);
            if (_waiting > 0)
                _ = Give();
        }

        _transmission.Complete();
        _transmit.CallIfNeeded();
        _receive.CallIfNeeded();
        return moved;
    }

    private void StartAnew()
    {
        _starts = _transmit.Starts;
        _sizes = (_receive.Size, _transmit.Size);
        _counts.Lost += _ledger.Outstanding;
        _ledger.Renew();
    }

    private void Check(int bytes)
    {
        bool isPlain = bytes > NetHeader.Bytes && NetHeader.IsPlain(_packet);
        bool? hasReturned = isPlain ? _ledger.Judge(_packet.AsSpan(NetHeader.Bytes, bytes - NetHeader.Bytes)) : null;
        if (hasReturned is null)
        {
            _counts.Corrupt++;
            return; // and is not echoed
        }

        if (hasReturned.Value)
            _counts.Returned++;
        else
            _counts.Fresh++;
        _ledger.Enter(_packet.AsSpan(NetHeader.Bytes, bytes - NetHeader.Bytes));
        _waiting = bytes;
    }

    private bool Give()
    {
        if (!_reception.TryGive(_packet.AsSpan(0, _waiting), out int buffers))
            return false;
        _waiting = 0;
        _counts.Echoed++;
        if (buffers > 1)
            _counts.Merged++;
        return true;
    }

    /// <summary>Empties a started queue whose device is disabled, as the protocol asks.</summary>
    private int Discard()
    {
        foreach (VhostUserQueue queue in _session.Queues)
        {
            if (queue.Device is { IsBroken: true } broken)
                Problem = $"queue {queue.Index} is broken: {broken.LastViolation}";
        }

        int discarded = 0;
        while (_transmit is { IsEnabled: false, Device: not null } && discarded < Batch && _transmission.TryTake(_discarded, out _, out VirtqueueChain chain))
        {
            discarded++;
            _descriptors += chain.Descriptors;
        }

        if (discarded > 0)
            _transmission.Complete();
        _counts.Taken += discarded;
        _counts.Discarded += discarded;
        return discarded;
    }
}
