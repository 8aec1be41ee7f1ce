using System;
using System.Runtime.InteropServices;
using Xunit;

namespace RingCore.Tests;

/// <summary>Zeroed memory for a ring's entries, aligned to an entry and to no more, between two guards that nobody may touch.</summary>
internal sealed unsafe class GuardedMemory : IDisposable
{
    private const int GuardBytes = 256;
    private const byte Guard = 0xA5;

    private readonly byte* _block;
    private readonly int _before;

    public GuardedMemory(int bytes, int alignmentBytes)
    {
        Bytes = bytes;
        _before = GuardBytes + alignmentBytes;
        _block = (byte*)NativeMemory.AlignedAlloc((nuint)(_before + bytes + GuardBytes), GuardBytes);
        Before.Fill(Guard);
        After.Fill(Guard);
        new Span<byte>((void*)Start, bytes).Clear();
    }

    public nint Start => (nint)_block + _before;

    public int Bytes { get; }

    private Span<byte> Before => new(_block, _before);

    private Span<byte> After => new((byte*)Start + Bytes, GuardBytes);

    /// <summary>Fails where somebody wrote outside the memory.</summary>
    public void AssertGuardsIntact()
    {
        Assert.False(Before.ContainsAnyExcept(Guard), "Bytes before the ring's memory were written.");
        Assert.False(After.ContainsAnyExcept(Guard), "Bytes behind the ring's memory were written.");
    }

    public void Dispose()
    {
        AssertGuardsIntact();
        NativeMemory.AlignedFree(_block);
    }
}
