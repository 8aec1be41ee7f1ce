using System;
using System.Collections.Generic;
using System.Linq;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Layouts;
using RingCore.Platform;

namespace RingCore.Benchmarks.Density;

/// <summary>One round by bitmap: scan, list the dirty pages, clear.</summary>
internal sealed unsafe class BitmapParty : IParty
{
    private const int SpareNumbers = 16;

    private readonly (long Word, ulong Bits)[] _dirty;
    private readonly nint _wordCount;
    private readonly AlignedBlock _words;
    private readonly AlignedBlock _pages;
    private readonly ulong _expected;
    private int _found;

    /// <summary>Makes the bitmap.</summary>
    /// <param name="name">What the table calls it.</param>
    /// <param name="memoryPages">Pages of the memory, a multiple of 512, at most 2^32.</param>
    /// <param name="dirty">The pages that are dirty in every lap.</param>
    internal BitmapParty(string name, long memoryPages, ulong[] dirty)
    {
        Name = name;
        Entries = dirty.Length;
        Dictionary<long, ulong> words = [];
        foreach (ulong page in dirty)
        {
            words[(long)(page / 64)] = words.GetValueOrDefault((long)(page / 64)) | 1UL << (int)(page % 64);
            _expected += page;
        }

        _dirty = [.. words.Select(static word => (word.Key, word.Value))];
        _wordCount = (nint)(memoryPages / 64);
        _words = new AlignedBlock((nuint)_wordCount * sizeof(ulong), CacheLine.PaddingBytes);
        _pages = new AlignedBlock((nuint)(Entries + SpareNumbers) * sizeof(uint), CacheLine.PaddingBytes);
    }

    public string Name { get; }

    public int Entries { get; }

    public void Prepare()
    {
        ulong* words = (ulong*)_words.Start;
        foreach ((long word, ulong bits) in _dirty)
            words[word] = bits;
    }

    public void Run() => _found = BitmapScan.Run((ulong*)_words.Start, _wordCount, (uint*)_pages.Start);

    public void Check()
    {
        ulong sum = 0;
        foreach (uint page in new ReadOnlySpan<uint>(_pages.Start, _found))
            sum += page;
        if (_found != Entries || sum != _expected)
            throw new InvalidOperationException($"{Name}: {Entries} pages with sum {_expected} were dirty, {_found} with sum {sum} found.");
    }

    public void Dispose()
    {
        _words.Dispose();
        _pages.Dispose();
    }
}
