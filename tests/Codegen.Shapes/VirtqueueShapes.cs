using System;
using System.Runtime.CompilerServices;
using RingCore.Layouts;
using RingCore.Platform;

namespace RingCore.Tests;

/// <summary>A packed virtqueue's calls, and a queue of both sides to run them on.</summary>
internal static unsafe class VirtqueueShapes
{
    private const int Size = 64;
    private const int Chains = 200;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static VirtqueueAddStatus Add(PackedDriver driver, ReadOnlySpan<VirtqueueBuffer> buffers, ulong token) => driver.Add(buffers, [], token);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static VirtqueueReclaimStatus Reclaim(PackedDriver driver, out UsedBuffer used) => driver.TryReclaim(out used);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static VirtqueueTakeStatus Take(PackedDevice device, Span<VirtqueueBuffer> buffers, out VirtqueueChain chain) => device.TryTake(buffers, out chain);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Complete(PackedDevice device, in VirtqueueChain chain) => device.Complete(chain, 0);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool NeedsCall(PackedDevice device) => device.NeedsCall();

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool EnableKicks(PackedDevice device) => device.EnableKicks();

    /// <summary>Chains of two buffers there and back.</summary>
    public static void Run()
    {
        using AlignedBlock block = new(VirtqueueMemory.BlockBytes(Size), CacheLine.PaddingBytes);
        VirtqueueMemory memory = VirtqueueMemory.InBlock(Size, (nint)block.Start, VirtqueueMemory.BlockBytes(Size));
        PackedDriver driver = new(memory, VirtqueueFeatures.EventIndex);
        PackedDevice device = new(memory, VirtqueueFeatures.EventIndex);
        Span<VirtqueueBuffer> buffers = stackalloc VirtqueueBuffer[2];
        for (uint i = 0; i < Chains; i++)
        {
            _ = EnableKicks(device);
            _ = Add(driver, buffers, i);
            if (Take(device, buffers, out VirtqueueChain chain) == VirtqueueTakeStatus.Taken)
                Complete(device, chain);
            _ = NeedsCall(device);
            _ = Reclaim(driver, out _);
        }
    }
}
