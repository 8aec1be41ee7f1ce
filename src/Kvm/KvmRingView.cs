using System;
using RingCore.Kvm.Linux;
using RingCore.Layouts;

namespace RingCore.Kvm;

/// <summary>A vCPU's dirty ring mapped read-only: for a look at it beside its collector. Any thread. Dispose it when nobody is inside it.</summary>
public sealed unsafe class KvmRingView : IDisposable
{
    private readonly RingGeometry _geometry;
    private byte* _start;

    internal KvmRingView(nint start, RingGeometry geometry)
    {
        _start = (byte*)start;
        _geometry = geometry;
    }

    /// <summary>Entries of the ring.</summary>
    public int Entries => _geometry.Entries;

    /// <summary>An entry as it stands: each of its words is whole, and a published page is not older than its state.</summary>
    /// <param name="index">0 to <see cref="Entries"/> - 1.</param>
    public KvmDirtyGfn Read(int index)
    {
        ObjectDisposedException.ThrowIf(_start == null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Entries, nameof(index));
        byte* entry = _start + ((nint)index * KvmDirtyGfn.Bytes);
        return new KvmDirtyGfn
        {
            Flags = CoherentFencePoints.LoadAcquire((uint*)(entry + KvmDirtyGfn.FlagsOffset)), // pairs with the kernel's smp_wmb before it sets the state
            Slot = CoherentFencePoints.ReadOnce((uint*)(entry + KvmDirtyGfn.SlotOffset)),
            Offset = CoherentFencePoints.ReadOnce((ulong*)(entry + KvmDirtyGfn.OffsetOffset)),
        };
    }

    /// <summary>Unmaps the view.</summary>
    public void Dispose()
    {
        if (_start != null)
            _ = LibC.munmap((nint)_start, (nuint)_geometry.Bytes);
        _start = null;
        GC.SuppressFinalize(this);
    }
}
