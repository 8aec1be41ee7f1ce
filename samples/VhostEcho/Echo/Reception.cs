using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using RingCore;
using RingCore.Layouts;
using RingCore.VhostUser;
using VhostEcho.Packets;

namespace VhostEcho.Echo;

/// <summary>Gives packets through the queue that the driver receives by; one packet in several of its buffers where that was agreed on.</summary>
internal sealed unsafe class Reception(VhostUserSession session, VhostUserQueue queue)
{
    private const int MostBuffers = PackedDescriptor.MaxEntries; // no chain has more, nor a table of those that the device takes

    private readonly List<VirtqueueChain> _held = [];
    private readonly List<VirtqueueBuffer[]> _parts = [];
    private readonly List<uint> _written = [];
    private readonly VirtqueueBuffer[] _buffers = new VirtqueueBuffer[MostBuffers];
    private PackedDevice? _device;
    private ulong _heldBytes;

    /// <summary>Gives a packet.</summary>
    /// <param name="packet">The packet, after room for its header.</param>
    /// <param name="buffers">Buffers of the driver's that it took.</param>
    /// <returns>False where the driver has not enough buffers now: nothing was given.</returns>
    internal bool TryGive(Span<byte> packet, out int buffers)
    {
        buffers = 0;
        if (!ReferenceEquals(_device, queue.Device))
        {
            // Stopped and started again meanwhile: what was taken and not given back is available again.
            _device = queue.Device;
            Forget();
        }

        bool isMergeable = (session.Features & NetHeader.MergeableBuffers) != 0;
        while (_heldBytes < (ulong)packet.Length)
        {
            if (!queue.IsRunning || (!isMergeable && _held.Count == 1)
                || _device!.TryTake(new GuestAddresses(session.Memory!), _buffers, out VirtqueueChain chain) != VirtqueueTakeStatus.Taken)
            {
                return false;
            }

            _held.Add(chain);
            _parts.Add(_buffers.AsSpan(chain.Readable, chain.Writable).ToArray());
            _heldBytes += chain.WritableBytes;
        }

        buffers = _held.Count;
        NetHeader.Write(packet, buffers);
        foreach (VirtqueueBuffer[] parts in _parts)
        {
            int bytes = Scatter(packet, parts);
            _written.Add((uint)bytes);
            packet = packet[bytes..];
        }

        // A driver that sees a packet's first buffer used takes the others for used too.
        _device!.CompleteTogether(CollectionsMarshal.AsSpan(_held), CollectionsMarshal.AsSpan(_written));
        Forget();
        return true;
    }

    private void Forget()
    {
        _held.Clear();
        _parts.Clear();
        _written.Clear();
        _heldBytes = 0;
    }

    private int Scatter(ReadOnlySpan<byte> packet, VirtqueueBuffer[] parts)
    {
        int bytes = 0;
        foreach (VirtqueueBuffer part in parts)
        {
            int length = (int)Math.Min(part.Length, (uint)(packet.Length - bytes));
            if (!session.Memory!.TryTranslate(part.Address, (uint)length, out byte* start))
                break; // not the driver's memory: it gets less than it should
            packet.Slice(bytes, length).CopyTo(new Span<byte>(start, length));
            bytes += length;
        }

        return bytes;
    }
}
