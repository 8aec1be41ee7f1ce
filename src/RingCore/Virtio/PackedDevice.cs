namespace RingCore;

/// <summary>The device's side of a packed virtqueue (virtio 1.1) in coherent memory. See <see cref="VirtqueueDevice{TFence}"/>.</summary>
public sealed class PackedDevice : VirtqueueDevice<CoherentFencePoints>
{
    /// <inheritdoc cref="VirtqueueDevice{TFence}(VirtqueueMemory, VirtqueueFeatures, PackedPosition?, int)"/>
    public PackedDevice(
        VirtqueueMemory memory, VirtqueueFeatures features = VirtqueueFeatures.None, PackedPosition? start = null, int mostIndirect = 0)
        : base(memory, features, start, mostIndirect)
    {
    }
}
