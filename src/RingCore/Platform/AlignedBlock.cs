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
        _start = Allocate(bytes, alignmentBytes);
    }

    /// <summary>First byte; null once disposed.</summary>
    internal byte* Start => _start;

    /// <inheritdoc/>
    public void Dispose()
    {
        Free(_start);
        _start = null;
    }

    /// <summary>The same without an object that owns it.</summary>
    /// <param name="bytes">Size, 1 or more.</param>
    /// <param name="alignmentBytes">A power of two.</param>
    internal static byte* Allocate(nuint bytes, nuint alignmentBytes)
    {
        byte* start = (byte*)NativeMemory.AlignedAlloc(bytes, alignmentBytes);
        NativeMemory.Clear(start, bytes);
        return start;
    }

    /// <summary>Frees what <see cref="Allocate"/> returned; nothing for null.</summary>
    internal static void Free(void* start) => NativeMemory.AlignedFree(start);
}
