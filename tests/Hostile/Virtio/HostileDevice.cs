using System.Collections.Generic;

namespace RingCore.Hostile.Virtio;

/// <summary>Attacks a driver.</summary>
internal sealed class HostileDevice(QueueMemory memory, VirtqueueFeatures features, PackedPosition start, ulong seed) : QueuePeer(memory, seed)
{
    private readonly QueueMemory _memory = memory;
    private readonly PackedDevice _device = new(memory.Queue, features, start);
    private readonly List<VirtqueueChain> _held = [];
    private readonly VirtqueueBuffer[] _buffers = new VirtqueueBuffer[1024];

    /// <summary>Begins anew with the driver.</summary>
    internal void Reset(PackedPosition at)
    {
        _device.Reset(at);
        _held.Clear();
    }

    /// <inheritdoc/>
    protected override void BeFaithful()
    {
        if (Below(2) == 0 && _device.TryTake(_memory.Translate, _buffers, out VirtqueueChain taken) == VirtqueueTakeStatus.Taken)
            _held.Add(taken);
        if (_held.Count == 0)
            return;
        bool inOrder = (_device.Features & VirtqueueFeatures.InOrder) != 0;
        int index = inOrder ? 0 : Below(_held.Count);
        VirtqueueChain chain = _held[index];
        if (inOrder && Below(2) == 0)
        {
            int count = 1 + Below(_held.Count);
            _device.CompleteBatch(_held.GetRange(0, count).ToArray(), 0);
            _held.RemoveRange(0, count);
            return;
        }

        _device.Complete(chain, (uint)Below((int)System.Math.Min(chain.WritableBytes, 1000) + 1));
        _held.RemoveAt(index);
        if (Below(4) == 0)
            _device.EnableKicks();
    }
}
