namespace RingCore;

/// <summary>The driver's side of a packed virtqueue (virtio 1.1) in coherent memory. See <see cref="VirtqueueDriver{TFence}"/>.</summary>
public sealed class PackedDriver : VirtqueueDriver<CoherentFencePoints>
{
    /// <inheritdoc cref="VirtqueueDriver{TFence}(VirtqueueMemory, VirtqueueFeatures, PackedPosition?)"/>
    public PackedDriver(VirtqueueMemory memory, VirtqueueFeatures features = VirtqueueFeatures.None, PackedPosition? start = null)
        : base(memory, features, start)
    {
    }
}
