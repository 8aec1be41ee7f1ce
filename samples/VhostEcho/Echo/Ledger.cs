using System;
using System.Collections.Generic;
using VhostEcho.Packets;

namespace VhostEcho.Echo;

/// <summary>Judges what comes, and remembers what was given, byte by byte, until it comes back.</summary>
internal sealed class Ledger
{
    private readonly Dictionary<ulong, byte[]> _given = [];
    private ulong _next = 1;
    private uint _epoch = 1;

    /// <summary>Packets that were given and have not come back.</summary>
    internal int Outstanding => _given.Count;

    /// <summary>Judges a packet.</summary>
    /// <returns>Null where it is no sound packet, or not as it was given, or comes a second time; else whether it came back.</returns>
    internal bool? Judge(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < Stamp.LeastPacketBytes || !UdpPacket.IsSound(packet))
            return null;
        if (!Stamp.TryRead(packet, _epoch, out ulong sequence))
            return false;
        return _given.Remove(sequence, out byte[]? given) && packet.SequenceEqual(given) ? true : null;
    }

    /// <summary>Stamps a packet that is about to be given.</summary>
    internal void Enter(Span<byte> packet)
    {
        Stamp.Write(packet, _epoch, _next);
        _given.Add(_next++, packet.ToArray());
    }

    /// <summary>Forgets what was given: the driver has thrown it away.</summary>
    internal void Renew()
    {
        _epoch++;
        _given.Clear();
    }
}
