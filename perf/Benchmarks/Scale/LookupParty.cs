using System;
using System.Runtime.InteropServices;
using System.Threading;
using RingCore.Benchmarks.Density;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Benchmarks.Platform;

namespace RingCore.Benchmarks.Scale;

/// <summary>
/// A look-up alone, with the orderings that it would have in a tracker: the word that can change under it is loaded by an acquire.
/// </summary>
internal sealed unsafe class LookupParty : IParty
{
    /// <summary>Entries of <see cref="MarkLookup.RecentPages"/>: 128 KiB.</summary>
    private const int RecentEntries = 16384;

    private const ulong RoundShift = 40;
    private const nuint Alignment = HugePages.Bytes;

    private readonly MarkLookup _lookup;
    private readonly ulong[] _pages;
    private readonly ulong* _bitmap;
    private readonly ulong* _summary;
    private readonly ulong[] _recent = new ulong[RecentEntries];
    private readonly ulong[] _round = [1];
    private int _next;
    private long _unmarked;

    /// <summary>Makes the bitmap and marks the pages.</summary>
    /// <param name="name">What the table calls it.</param>
    /// <param name="lookup">Which way.</param>
    /// <param name="memoryPages">Pages of the memory.</param>
    /// <param name="pages">Pages that are looked up again and again, a multiple of <see cref="MemorySizes.DirtyPages"/>.</param>
    internal LookupParty(string name, MarkLookup lookup, long memoryPages, int pages)
    {
        Name = name;
        _lookup = lookup;
        _pages = DirtySet.Choose(memoryPages, pages, 1);
        _bitmap = Allocate(memoryPages / 8, lookup != MarkLookup.Bitmap);
        _summary = Allocate(memoryPages / 512, isHuge: true);
        // The summary's best case: all is marked. For the others it makes no difference.
        new Span<byte>(_bitmap, (int)(memoryPages / 8)).Fill(0xFF);
        new Span<byte>(_summary, (int)(memoryPages / 512)).Fill(0xFF);
    }

    public string Name { get; }

    public int Entries => MemorySizes.DirtyPages;

    public void Prepare()
    {
    }

    public void Run()
    {
        ReadOnlySpan<ulong> pages = _pages.AsSpan(_next, Entries);
        switch (_lookup)
        {
            case MarkLookup.Summary:
                foreach (ulong page in pages)
                    _unmarked += IsSet(_summary, page / 64) || IsSet(_bitmap, page) ? 0 : 1;
                break;
            case MarkLookup.RecentPages:
                foreach (ulong page in pages)
                    _unmarked += IsRecent(page) ? 0 : 1;
                break;
            default:
                foreach (ulong page in pages)
                    _unmarked += IsSet(_bitmap, page) ? 0 : 1;
                break;
        }

        _next = (_next + Entries) % _pages.Length;
    }

    public void Check()
    {
        if (_unmarked != 0)
            throw new InvalidOperationException($"{Name}: {_unmarked} pages were found unmarked.");
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_bitmap);
        NativeMemory.AlignedFree(_summary);
    }

    private static bool IsSet(ulong* words, ulong bit) => (Volatile.Read(ref words[bit / 64]) >> (int)(bit % 64) & 1) != 0;

    private static ulong* Allocate(long bytes, bool isHuge)
    {
        void* start = NativeMemory.AlignedAlloc((nuint)bytes, Alignment);
        if (isHuge)
            HugePages.Advise(start, (nuint)bytes);
        return (ulong*)start;
    }

    /// <summary>The round's number plays the mark's part: whoever reads the pages changes it first.</summary>
    private bool IsRecent(ulong page)
    {
        ulong known = page | Volatile.Read(ref _round[0]) << (int)RoundShift;
        ref ulong entry = ref _recent[page * 0x9E3779B97F4A7C15 >> 50];
        if (entry == known)
            return true;
        if (!IsSet(_bitmap, page))
            return false;
        entry = known;
        return true;
    }
}
