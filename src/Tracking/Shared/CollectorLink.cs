using System;
using Microsoft.Win32.SafeHandles;
using RingCore.Layouts;

namespace RingCore.Tracking;

/// <summary>
/// What the producer's side shares with one collector, from its attachment until either is gone: a ring of its own and a socket. Nobody gets
/// it a second time.
/// </summary>
internal sealed unsafe class CollectorLink : IDisposable
{
    private readonly byte[] _buffer = new byte[PeerSocket.MaxMessageBytes];
    private readonly SharedRing _ring;
    private readonly PeerSocket _socket;
    private bool _isAsked;

    /// <summary>Takes over a ring that nobody has had, and a socket.</summary>
    internal CollectorLink(SharedRing ring, PeerSocket socket) => (_ring, _socket, Pages) = (ring, socket, new SharedPageRing(ring));

    /// <summary>The ring as the pages' course takes it.</summary>
    internal SharedPageRing Pages { get; }

    /// <summary>Whether the ring is below its soft limit, by what has been reset.</summary>
    internal bool HasRoom => Pages.Used < (ulong)_ring.Geometry.SoftLimitEntries;

    /// <summary>When the collector may copy.</summary>
    internal RoundWindow<SharedFencePoints> Window => new(&((ToldWords*)_ring.Told.Start)->Epoch);

    /// <summary>What the collector did to the ring.</summary>
    internal PeerViolations Violations => _ring.PeerViolations;

    /// <summary>Messages that are none.</summary>
    internal long UnknownMessages { get; private set; }

    /// <summary>Hands everything over that the collector gets.</summary>
    internal PeerStatus Attach(SafeFileHandle image, TimeSpan timeout)
    {
        PeerDescriptors ring = _ring.PeerDescriptors;
        int bytes = new RoundMessage(RoundMessageKind.Attach).Write(_buffer);
        return _socket.Send(_buffer.AsSpan(0, bytes), [ring.Told, ring.Answered, image], timeout);
    }

    /// <summary>Says that a round may be copied.</summary>
    internal PeerStatus SendRound(ulong round, ReadOnlySpan<byte> note, TimeSpan timeout)
    {
        int bytes = new RoundMessage(RoundMessageKind.RoundClosed, round).Write(_buffer, note);
        return _socket.Send(_buffer.AsSpan(0, bytes), [], timeout);
    }

    /// <summary>Asks for a harvest, unless the last request stands unanswered.</summary>
    internal void AskForHarvest()
    {
        if (_isAsked)
            return;
        int bytes = new RoundMessage(RoundMessageKind.Harvest).Write(_buffer);
        // A peer that is gone shows at the next Receive; one whose socket is full has enough to read.
        _isAsked = _socket.Send(_buffer.AsSpan(0, bytes), [], TimeSpan.Zero) == PeerStatus.Done;
    }

    /// <summary>Takes the collector's next message.</summary>
    /// <param name="timeout">How long to wait for it.</param>
    /// <param name="message">The message, or the default where what came is none: it is counted.</param>
    /// <returns><see cref="PeerStatus.Done"/>, <see cref="PeerStatus.TimedOut"/> or <see cref="PeerStatus.PeerGone"/>.</returns>
    internal PeerStatus Receive(TimeSpan timeout, out RoundMessage message)
    {
        message = default;
        PeerStatus status = _socket.Receive(_buffer, out int bytes, out SafeFileHandle[] descriptors, timeout);
        if (status is PeerStatus.TimedOut or PeerStatus.PeerGone)
            return status;
        // Whatever the collector attaches would only use up this process's descriptors.
        foreach (SafeFileHandle descriptor in descriptors)
            descriptor.Dispose();
        bool isKnown = status == PeerStatus.Done && descriptors.Length == 0
            && RoundMessage.TryRead(_buffer.AsSpan(0, bytes), out message) && message.Kind >= RoundMessageKind.Harvested;
        if (!isKnown)
        {
            message = default;
            UnknownMessages++;
        }

        if (message.Kind == RoundMessageKind.Harvested)
            _isAsked = false;
        return PeerStatus.Done;
    }

    /// <summary>Ends it: the collector sees the end of the socket.</summary>
    public void Dispose()
    {
        _ring.Dispose();
        _socket.Dispose();
    }
}
