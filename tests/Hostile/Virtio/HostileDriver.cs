using System;
using RingCore.Layouts;

namespace RingCore.Hostile.Virtio;

/// <summary>Attacks a device.</summary>
internal sealed unsafe class HostileDriver(QueueMemory memory, VirtqueueFeatures features, PackedPosition start, ulong seed) : QueuePeer(memory, seed)
{
    private const int TableLength = 4;

    private readonly QueueMemory _memory = memory;
    private readonly PackedDriver _driver = new(memory.Queue, features, start);
    private ulong _next;

    /// <summary>Begins anew with the device.</summary>
    internal void Reset(PackedPosition at) => _driver.Reset(at);

    /// <inheritdoc/>
    protected override void BeFaithful()
    {
        if (Below(3) == 0)
        {
            // Its own side may break by its own lies; then it only lies.
            _driver.TryReclaim(out _);
            return;
        }

        Span<VirtqueueBuffer> buffers = stackalloc VirtqueueBuffer[1 + Below(TableLength)];
        foreach (ref VirtqueueBuffer buffer in buffers)
            buffer = new VirtqueueBuffer(_next << 12, (uint)Below(5000));
        int readable = Below(buffers.Length + 1);
        int table = Below(QueueMemory.TableEntries / TableLength) * TableLength * PackedDescriptor.Bytes;
        if ((_driver.Features & VirtqueueFeatures.Indirect) != 0 && Below(3) == 0)
            _driver.AddIndirect(buffers[..readable], buffers[readable..], _next++, (nint)_memory.Tables.Start + table, QueueMemory.TableBase + (ulong)table, TableLength);
        else
            _driver.Add(buffers[..readable], buffers[readable..], _next++);
        if (Below(4) == 0)
            _driver.EnableCalls();
    }
}
