using System;
using RingCore;
using RingCore.Layouts;
using RingCore.VhostUser;

namespace VhostEcho.Echo;

/// <summary>Takes packets from the queue that the driver sends by. In order, one used descriptor gives a whole batch back.</summary>
internal sealed unsafe class Transmission(VhostUserSession session, VhostUserQueue queue)
{
    /// <summary>Longest packet with its header.</summary>
    internal const int MostBytes = 1 << 16;

    private const int MostBuffers = PackedDescriptor.MaxEntries; // no chain has more, nor a table of those that the device takes

    private readonly VirtqueueBuffer[] _buffers = new VirtqueueBuffer[MostBuffers];
    private readonly VirtqueueChain[] _batch = new VirtqueueChain[EchoDevice.Batch];
    private int _taken;

    /// <summary>Takes one packet.</summary>
    /// <param name="packet">Receives it with its header: <see cref="MostBytes"/>.</param>
    /// <param name="bytes">Its length; negative where it is no packet: too long, in somebody else's memory, or to be written.</param>
    /// <param name="chain">What it came in.</param>
    /// <returns>False where there is none.</returns>
    internal bool TryTake(Span<byte> packet, out int bytes, out VirtqueueChain chain)
    {
        bytes = 0;
        PackedDevice device = queue.Device!;
        if (device.TryTake(new GuestAddresses(session.Memory!), _buffers, out chain) != VirtqueueTakeStatus.Taken)
            return false;
        bytes = chain.Writable != 0 || chain.ReadableBytes > (ulong)packet.Length ? -1 : Gather(packet, chain.Readable);
        _batch[_taken++] = chain;
        if (!IsInOrder)
            Complete();
        return true;
    }

    /// <summary>Gives back what was taken. Once for a batch, which is at most <see cref="EchoDevice.Batch"/> packets.</summary>
    internal void Complete()
    {
        if (_taken == 0)
            return;
        if (IsInOrder)
            queue.Device!.CompleteBatch(_batch.AsSpan(0, _taken), 0);
        else
            queue.Device!.Complete(_batch[0], 0);
        _taken = 0;
    }

    private bool IsInOrder => (queue.Device!.Features & VirtqueueFeatures.InOrder) != 0;

    private int Gather(Span<byte> packet, int buffers)
    {
        int bytes = 0;
        foreach (VirtqueueBuffer buffer in _buffers.AsSpan(0, buffers))
        {
            if (!session.Memory!.TryTranslate(buffer.Address, buffer.Length, out byte* start))
                return -1;
            new ReadOnlySpan<byte>(start, (int)buffer.Length).CopyTo(packet[bytes..]);
            bytes += (int)buffer.Length;
        }

        return bytes;
    }
}
