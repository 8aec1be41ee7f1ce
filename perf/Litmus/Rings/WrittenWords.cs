using System;
using System.Runtime.InteropServices;
using RingCore.Layouts;
using RingCore.Litmus.Running;

namespace RingCore.Litmus.Rings;

/// <summary>What the pages hold: a word each, which its producer writes before the push, and which a push must carry along.</summary>
/// <remarks>The pages of a producer take turns on <see cref="Words"/> words. The number of the push that wrote a word stands in it, plus 1.</remarks>
internal sealed unsafe class WrittenWords : IDisposable
{
    private const uint Words = 1024;
    private const int WordsApart = CacheLine.PaddingBytes / sizeof(ulong);

    private readonly ulong* _words;

    internal WrittenWords()
    {
        nuint bytes = StressPages.MaxProducers * Words * (nuint)CacheLine.PaddingBytes;
        _words = (ulong*)NativeMemory.AlignedAlloc(bytes, CacheLine.PaddingBytes);
        NativeMemory.Clear(_words, bytes);
    }

    /// <summary>Writes a page's word, before its push.</summary>
    internal void Write(int producer, uint i) => CoherentFencePoints.WritePlain(Word(producer, i), i + 1UL);

    /// <summary>Reads a page's word, after its push was seen: this push's, or a later one's to the same word.</summary>
    /// <exception cref="RingViolationException">It is older.</exception>
    internal void Check(int producer, uint i, string by)
    {
        ulong word = CoherentFencePoints.ReadPlain(Word(producer, i));
        if (word < i + 1UL || (word - (i + 1UL)) % Words != 0)
            throw new RingViolationException($"{by}: push {i} of producer {producer} came without its data: the page's word is of push {(long)word - 1}.");
    }

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.AlignedFree(_words);

    private ulong* Word(int producer, uint i) => _words + ((((uint)producer * Words) + (i % Words)) * WordsApart);
}
