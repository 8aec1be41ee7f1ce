using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using RingCore.Diagnostics;
using RingCore.Layouts;
using RingCore.Platform;

namespace RingCore;

/// <summary>
/// The shared memory of one ring: control block, then entries, then a last pad; the entries may also stand in the caller's memory.
/// Freed with the last handle: counted where handles are made and disposed, never per operation.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Disposes of what it owns with the last handle.")]
internal sealed unsafe class RingMemory : TracedMemory
{
    /// <summary>
    /// How far ahead a producer of batches, and a collector that takes item by item, ask for lines that the other side has: 32 lines. Between the cores of
    /// an Emerald Rapids Xeon this moves 1.5 to 2 times as many entries; the processor's own prefetcher does not see that far past a line that another
    /// core is writing.
    /// </summary>
    internal const int PrefetchBytes = 32 * CacheLine.Bytes;

    private const ulong MaxFirstPosition = long.MaxValue;
    private const int Freed = -1;

    private static readonly AlignedBlock s_neverPublished = new(CacheLine.Bytes, CacheLine.Bytes);

    // One for all rings, which keeps each small: taken where rings and handles are made and disposed, and nowhere else.
    private static readonly Lock s_gate = new();

    // Null where the block is the ring's own. The block is found from its words: each ring is held to few bytes.
    private readonly IDisposable? _owner;
    private int _handles;

    /// <summary>Allocates control block and entries.</summary>
    /// <param name="geometry">The ring's numbers.</param>
    /// <param name="firstPosition">Where the free-running counters start.</param>
    /// <param name="indices">Where the indices stand.</param>
    /// <param name="bytesBehind">Zeroed bytes to allocate behind the entries, <see cref="Behind"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="firstPosition"/> is beyond its range.</exception>
    internal RingMemory(RingGeometry geometry, ulong firstPosition = 0, IndexLayout indices = IndexLayout.Padded, nuint bytesBehind = 0)
        : this((nuint)(RingControl.Bytes + geometry.Bytes + CacheLine.PaddingBytes) + bytesBehind, geometry, Checked(firstPosition), indices)
    {
        Entries = (byte*)Control + RingControl.Bytes;
    }

    /// <summary>Allocates the control block alone; the entries are the caller's, for as long as a handle lives.</summary>
    /// <exception cref="ArgumentException">The memory is null, misaligned or too small.</exception>
    internal RingMemory(RingGeometry geometry, nint entries, nuint bytes, IndexLayout indices = IndexLayout.Padded)
        : this(RingControl.Bytes, Checked(geometry, entries, bytes), 0, indices)
    {
        Entries = (byte*)entries;
    }

    /// <summary>Takes entries and words as they stand in memory that other processes map too.</summary>
    /// <param name="geometry">The ring's numbers.</param>
    /// <param name="firstPosition">Where the free-running counters started; whoever read it has checked it.</param>
    /// <param name="words">The words; whoever made the memory has set them.</param>
    /// <param name="entries">The first entry.</param>
    /// <param name="mappings">Disposed with the last handle.</param>
    internal RingMemory(RingGeometry geometry, ulong firstPosition, in RingWords words, byte* entries, IDisposable mappings)
        : this(geometry, firstPosition)
    {
        _owner = mappings;
        Words = words;
        Entries = entries;
    }

    private RingMemory(nuint bytes, RingGeometry geometry, ulong firstPosition, IndexLayout indices)
        : this(geometry, firstPosition)
    {
        NativeBytes = bytes;
        Words = new RingWords((RingControl*)AlignedBlock.Allocate(bytes, CacheLine.PaddingBytes), indices);
        // No other thread sees the ring yet.
        *Words.Avail = *Words.Fetch = *Words.Reset = (uint)firstPosition;
    }

    private RingMemory(RingGeometry geometry, ulong firstPosition)
    {
        Geometry = geometry;
        FirstPosition = firstPosition;
    }

    /// <summary>Zeroes, which are an entry of any layout that is published in no lap. Lives as long as the process.</summary>
    internal static byte* NeverPublished => s_neverPublished.Start;

    /// <summary>The ring's numbers.</summary>
    internal RingGeometry Geometry { get; }

    /// <summary>Where the free-running counters started.</summary>
    internal ulong FirstPosition { get; }

    internal override RingSize Size => new(Geometry.Entries, Geometry.EntryBytes, Geometry.ReservedEntries);

    /// <summary>The first entry.</summary>
    internal byte* Entries { get; }

    /// <summary>The words beside the entries.</summary>
    internal RingWords Words { get; }

    /// <summary>The control block; null where the words stand in memory that other processes map too, and once freed.</summary>
    internal RingControl* Control =>
        _owner is null && !IsFreed ? (RingControl*)((byte*)Words.CollectorWaits - RingControl.CollectorWaitsOffset) : null;

    /// <summary>The bytes allocated behind the entries of a ring in memory of its own, aligned to <see cref="CacheLine.PaddingBytes"/>.</summary>
    internal byte* Behind => Entries + ((Geometry.Bytes + CacheLine.PaddingBytes - 1) & -CacheLine.PaddingBytes);

    /// <summary>Bytes that the ring has allocated outside the managed heap; memory of the caller's is not counted.</summary>
    internal nuint NativeBytes { get; }

    /// <summary>Whether the last handle is gone and with it the memory.</summary>
    internal bool IsFreed => _handles < 0;

    /// <summary>Keeps the memory until <see cref="LetGo"/>, for a look at it; waits for nobody, since whoever has the gate may stand still in a debugger.</summary>
    /// <returns>False where the memory is freed, or a handle is being made or disposed just now.</returns>
    internal bool TryHold()
    {
        if (!s_gate.TryEnter())
            return false;
        if (!IsFreed)
            return true;
        s_gate.Exit();
        return false;
    }

    /// <summary>Ends what <see cref="TryHold"/> began, on the same thread.</summary>
    internal static void LetGo() => s_gate.Exit();

    /// <summary>Counts a new handle.</summary>
    internal void AddHandle()
    {
        lock (s_gate)
            _handles++;
    }

    /// <summary>Counts a handle off.</summary>
    /// <returns>Whether it was the last: <see cref="Free"/> comes next.</returns>
    internal bool RemoveHandle()
    {
        lock (s_gate)
            return --_handles == 0;
    }

    /// <summary>Frees the memory, after the last handle.</summary>
    internal void Free()
    {
        lock (s_gate)
        {
            if (_owner is null)
                AlignedBlock.Free(Control);
            else
                _owner.Dispose();
            _handles = Freed;
        }
    }

    internal override bool TryNameSleeper(uint* waits, out string side)
    {
        side = waits == Words.CollectorWaits ? "collector" : "producer";
        return waits == Words.CollectorWaits || waits == Words.ProducerWaits;
    }

    /// <summary>Reads a word of the ring's from outside of its operations, unless the memory is gone.</summary>
    internal bool TryRead<TFence>(uint* word, out uint value)
        where TFence : IFencePoints
    {
        lock (s_gate)
        {
            value = IsFreed ? 0 : TFence.ReadOnce(word);
            return !IsFreed;
        }
    }

    private static ulong Checked(ulong firstPosition) => firstPosition <= MaxFirstPosition
        ? firstPosition
        : throw new ArgumentOutOfRangeException(
            nameof(firstPosition), firstPosition, $"A ring's counters start at 0 to {MaxFirstPosition}: 64 bits of them never wrap.");

    private static RingGeometry Checked(RingGeometry geometry, nint entries, nuint bytes)
    {
        if (entries == 0)
            throw new ArgumentNullException(nameof(entries), "The memory for the ring's entries is null.");
        if (entries % geometry.EntryBytes != 0)
        {
            throw new ArgumentException(
                $"Ring entries start at an address that is a multiple of {geometry.EntryBytes}, not at 0x{entries:x}.", nameof(entries));
        }

        if (bytes < (nuint)geometry.Bytes)
            throw new ArgumentException($"{geometry.Entries} entries need {geometry.Bytes} bytes; the memory has {bytes}.", nameof(bytes));
        return geometry;
    }
}
