using System;
using System.Runtime.InteropServices;

namespace RingCore.Tracking.Tests;

/// <summary>Zeroed words for the parts under test.</summary>
internal sealed unsafe class Words(long count) : IDisposable
{
    internal ulong* Start { get; } = (ulong*)NativeMemory.AllocZeroed((nuint)count, sizeof(ulong));

    internal long Count { get; } = count;

    public void Dispose() => NativeMemory.Free(Start);
}
