using System;
using System.Runtime.InteropServices;

namespace RingCore.Platform;

/// <summary>Zeroed native memory at a chosen alignment: the managed heap aligns to 8 bytes only.</summary>
internal sealed unsafe class AlignedBlock : IDisposable
{
    private byte* _start;

    /// <summary>Allocates and clears.</summary>
    /// <param name="bytes">Size, 1 or more.</param>
    /// <param name="alignmentBytes">A power of two.</param>
    internal AlignedBlock(nuint bytes, nuint alignmentBytes)
    {
        Bytes = bytes;
        _start = (byte*)NativeMemory.AlignedAlloc(bytes, alignmentBytes);
        NativeMemory.Clear(_start, bytes);
    }

    /// <summary>Size in bytes.</summary>
    internal nuint Bytes { get; }

    /// <summary>First byte; null once disposed.</summary>
    internal byte* Start => _start;

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_start);
        _start = null;
    }
}
