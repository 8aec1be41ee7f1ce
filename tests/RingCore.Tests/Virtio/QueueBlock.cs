using System;
using RingCore.Layouts;
using RingCore.Platform;

namespace RingCore.Tests.Virtio;

/// <summary>A packed virtqueue's memory, and looks at its bytes as the layout has them.</summary>
public sealed unsafe class QueueBlock : IDisposable
{
    private readonly AlignedBlock _block;

    public QueueBlock(int size)
    {
        _block = new AlignedBlock(VirtqueueMemory.BlockBytes(size), CacheLine.PaddingBytes);
        Memory = VirtqueueMemory.InBlock(size, (nint)_block.Start, VirtqueueMemory.BlockBytes(size));
    }

    public VirtqueueMemory Memory { get; }

    public ref PackedDescriptor this[int index] => ref ((PackedDescriptor*)Memory.Descriptors)[index];

    public ref PackedEventSuppression DriverEvent => ref *(PackedEventSuppression*)Memory.DriverEvent;

    public ref PackedEventSuppression DeviceEvent => ref *(PackedEventSuppression*)Memory.DeviceEvent;

    public void Dispose() => _block.Dispose();
}
