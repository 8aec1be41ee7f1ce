using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace RingCore.Diagnostics;

/// <summary>Stands before the caller's sink while somebody listens, and counts its calls.</summary>
/// <typeparam name="TSink">The caller's.</typeparam>
internal ref struct CountedSink<TSink> : IResetSink
    where TSink : IResetSink, allows ref struct
{
    // The caller's sink, by another type: the language has no references to what may be a ref struct. It outlives this, see the caller.
    private readonly ref byte _sink;

    internal CountedSink(ref TSink sink) => _sink = ref Unsafe.As<TSink, byte>(ref sink);

    internal int Calls { get; private set; }

    internal int WidestMaskBits { get; private set; }

    internal long Pages { get; private set; }

    public void ResetPages(uint slot, ulong offset, ulong mask)
    {
        int bits = BitOperations.PopCount(mask);
        Calls++;
        Pages += bits;
        WidestMaskBits = Math.Max(WidestMaskBits, bits);
        Unsafe.As<byte, TSink>(ref _sink).ResetPages(slot, offset, mask);
    }
}
