using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using RingCore.Layouts;
using RingCore.ModelChecker.Program;

namespace RingCore.ModelChecker;

/// <summary>
/// A small concurrent program: shared memory, up to four threads that access it through <see cref="ModelFencePoints"/>, and what must hold
/// at the end of every execution.
/// </summary>
/// <remarks>
/// A body is run many times, alone and from its start, so it must be a function of the values that its reads return: no clock, no random
/// number, no state that outlives the run. What it needs to itself (a ring's handles, a local counter) is made by its <c>prepare</c>.
/// One OS thread at a time uses a program.
/// </remarks>
public sealed unsafe class ModelProgram : IDisposable
{
    /// <summary>Most threads in a program.</summary>
    public const int MaxThreads = 4;

    /// <summary>Most accesses, fences included, of one thread.</summary>
    public const int MaxAccesses = 64;

    private readonly List<SimulatedThread> _threads = [];
    private readonly List<nint> _blocks = [];

    /// <summary>An empty program.</summary>
    /// <param name="name">What reports call it.</param>
    public ModelProgram(string name) => Name = name;

    /// <summary>What reports call it.</summary>
    public string Name { get; }

    /// <summary>
    /// Judges a complete execution: null where it is right, else what is wrong with it. Runs once for each execution.
    /// </summary>
    public Func<Execution, string?>? Check { get; set; }

    /// <summary>
    /// For code that spins by itself: how many times in a row a thread does the same reads, with the same values and nothing else, before it
    /// is taken to spin and left there. It then counts as a failed attempt, see <see cref="Model.Attempt"/>. 0 for never.
    /// </summary>
    public int SpinRounds { get; init; }

    internal IReadOnlyList<SimulatedThread> Threads => _threads;

    internal SharedMemory Memory { get; } = new();

    /// <summary>A 4-byte word of shared memory.</summary>
    public uint* Word(string name, uint initial = 0)
    {
        uint* word = (uint*)Block(name, sizeof(ulong));
        *word = initial;
        return word;
    }

    /// <summary>An 8-byte word of shared memory.</summary>
    public ulong* LongWord(string name, ulong initial = 0)
    {
        ulong* word = (ulong*)Block(name, sizeof(ulong));
        *word = initial;
        return word;
    }

    /// <summary>A block of zeroed shared memory, aligned to <see cref="CacheLine.PaddingBytes"/>.</summary>
    /// <param name="name">What reports call it.</param>
    /// <param name="bytes">Its size, a multiple of 4.</param>
    public void* Block(string name, nuint bytes)
    {
        void* block = NativeMemory.AlignedAlloc(bytes, CacheLine.PaddingBytes);
        NativeMemory.Clear(block, bytes);
        _blocks.Add((nint)block);
        Share(name, block, bytes);
        return block;
    }

    /// <summary>Declares memory of the caller's as shared. What it holds when a thread first touches it counts as its initial value.</summary>
    public void Share(string name, void* start, nuint bytes)
    {
        if (bytes == 0 || bytes % SharedMemory.CellBytes != 0 || (nuint)start % SharedMemory.CellBytes != 0)
            throw new ArgumentException($"Shared memory is made of whole aligned 4-byte cells; {bytes} bytes at 0x{(nuint)start:x} are not.", nameof(bytes));
        Memory.Add(new MemoryRange((nuint)start, bytes));
        Memory.Name((nuint)start, name);
    }

    /// <summary>Gives a place in shared memory a name for reports.</summary>
    public void Label(void* location, string name) => Memory.Name((nuint)location, name);

    /// <summary>Adds a thread that needs nothing of its own.</summary>
    public void Thread(string name, Action body)
    {
        ArgumentNullException.ThrowIfNull(body);
        PreparedThread(name, () => body);
    }

    /// <summary>Adds a thread that needs something of its own in each run. Programs explore fastest when those that others wait for come first.</summary>
    /// <param name="name">What reports call it.</param>
    /// <param name="prepare">Makes the body and what it needs for one run; its own accesses go to real memory and must leave it as they found it.</param>
    public void PreparedThread(string name, Func<Action> prepare)
    {
        ArgumentNullException.ThrowIfNull(prepare);
        if (_threads.Count == MaxThreads)
            throw new InvalidOperationException($"A program has at most {MaxThreads} threads.");
        _threads.Add(new SimulatedThread(name, prepare));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (nint block in _blocks)
            NativeMemory.AlignedFree((void*)block);
        _blocks.Clear();
    }
}
