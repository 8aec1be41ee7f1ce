using System;
using RingCore.Platform;

namespace RingCore.Benchmarks.RingSize;

/// <summary>
/// Memory that a neighbour of the collector works in: its lines form one cycle in random order, and each load's address comes from the load
/// before, so that a line that is no longer near costs what it costs and no prefetcher hides it.
/// </summary>
internal sealed unsafe class WorkingSet : IDisposable
{
    private const int LineBytes = 64;
    private const int PageBytes = 4096;

    private readonly AlignedBlock _block;

    /// <summary>Lays the cycle, the same in every run.</summary>
    /// <param name="bytes">A multiple of 64.</param>
    internal WorkingSet(int bytes)
    {
        _block = new AlignedBlock((nuint)bytes, PageBytes);
        Lines = bytes / LineBytes;
        int[] order = new int[Lines];
        for (int i = 0; i < Lines; i++)
            order[i] = i;
        new Random(20261).Shuffle(order);
        for (int i = 0; i < Lines; i++)
            *(nint*)Line(order[i]) = (nint)Line(order[(i + 1) % Lines]);
    }

    /// <summary>Lines of the cycle.</summary>
    internal int Lines { get; }

    /// <summary>Goes round once.</summary>
    /// <exception cref="InvalidOperationException">The cycle does not end where it began: the loop was not run.</exception>
    internal void Pass()
    {
        nint at = (nint)_block.Start;
        for (int i = 0; i < Lines; i++)
            at = *(nint*)at;
        if (at != (nint)_block.Start)
            throw new InvalidOperationException("The neighbour's cycle is broken.");
    }

    /// <inheritdoc/>
    public void Dispose() => _block.Dispose();

    private byte* Line(int index) => _block.Start + ((nint)index * LineBytes);
}
