using System;
using System.Runtime.InteropServices;
using RingCore.Hostile.Oracle;
using RingCore.Layouts;

namespace RingCore.Hostile.Stepped;

/// <summary>
/// The memory of a ring as three parties' regions in one block: told (only the producer's side writes), answered (the peer writes too), private, with
/// canaries around each.
/// </summary>
/// <remarks>
/// <code>
///   canary | avail reset [entries] | canary | fetch waits doorbell [entries] | canary | waits journal [shadow] | canary
/// </code>
/// </remarks>
internal sealed unsafe class SteppedMemory : ISteppedMemory, IDisposable
{
    private const int CanaryBytes = 512;
    private const byte Canary = 0xC3;
    private const int WordsBytes = 5 * CacheLine.PaddingBytes;

    private readonly byte* _block;
    private readonly int _regionBytes;

    internal SteppedMemory(int entries)
    {
        Entries = entries;
        _regionBytes = WordsBytes + (entries * KvmDirtyGfn.Bytes);
        _block = (byte*)NativeMemory.AlignedAlloc((nuint)BlockBytes, CacheLine.PaddingBytes);
    }

    internal int Entries { get; }

    /// <summary>Only the producer's side writes it.</summary>
    internal byte* Told => _block + CanaryBytes;

    /// <summary>The peer writes it.</summary>
    internal byte* Answered => Told + _regionBytes + CanaryBytes;

    /// <summary>The peer does not have it.</summary>
    internal byte* Private => Answered + _regionBytes + CanaryBytes;

    internal int RegionBytes => _regionBytes;

    private int BlockBytes => (3 * _regionBytes) + (4 * CanaryBytes);

    /// <summary>The words of a ring whose parties do not trust each other.</summary>
    internal RingWords Words => new()
    {
        Avail = (uint*)Told,
        Reset = (uint*)(Told + CacheLine.PaddingBytes),
        Fetch = (uint*)Answered,
        CollectorWaits = (uint*)(Answered + CacheLine.PaddingBytes),
        ProducerWaits = (uint*)Private,
    };

    internal uint* Doorbell => (uint*)(Answered + (2 * CacheLine.PaddingBytes));

    internal byte* ToldEntries => Told + WordsBytes;

    internal byte* AnsweredEntries => Answered + WordsBytes;

    /// <summary>The block of a guarded ring's journal and shadow.</summary>
    internal byte* Journal => Private + CacheLine.PaddingBytes;

    /// <summary>Zeroes for a new ring, fresh canaries, and counters that start where the test wants.</summary>
    internal void Renew(ulong firstPosition)
    {
        new Span<byte>(_block, BlockBytes).Fill(Canary);
        foreach (nint region in (ReadOnlySpan<nint>)[(nint)Told, (nint)Answered, (nint)Private])
            new Span<byte>((void*)region, _regionBytes).Clear();
        RingWords words = Words;
        *words.Avail = *words.Fetch = *words.Reset = (uint)firstPosition;
        new GuardedJournal(Journal, PeerTrust.KernelCompatible).Start(firstPosition);
    }

    /// <summary>Whether bytes lie within one region.</summary>
    internal bool Holds(void* location, int bytes)
    {
        nuint offset = (nuint)((byte*)location - Told);
        nuint stride = (nuint)(_regionBytes + CanaryBytes);
        return offset < 3 * stride && offset % stride + (nuint)bytes <= (nuint)_regionBytes;
    }

    /// <inheritdoc/>
    public void Check(void* location, int bytes, bool isWrite)
    {
        if (!Holds(location, bytes))
            throw new OutsideAccessException($"An access of {bytes} bytes outside the ring's memory, {Describe(location)}.");
    }

    /// <summary>Where an address lies.</summary>
    internal string Describe(void* location) => $"{(long)((byte*)location - Told)} bytes from the told region's start";

    /// <summary>Fails where somebody wrote between the regions.</summary>
    internal void CheckCanaries()
    {
        for (byte* canary = _block; canary < _block + BlockBytes; canary += CanaryBytes + _regionBytes)
        {
            if (new ReadOnlySpan<byte>(canary, CanaryBytes).ContainsAnyExcept(Canary))
                throw new OutsideAccessException($"A canary was written, {Describe(canary)}.");
        }
    }

    public void Dispose() => NativeMemory.AlignedFree(_block);
}
