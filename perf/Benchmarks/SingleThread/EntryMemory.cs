using System;
using RingCore.Layouts;
using RingCore.Platform;

namespace RingCore.Benchmarks.SingleThread;

/// <summary>A lap of entries for kernels in C, with the flags of KVM's states.</summary>
internal sealed unsafe class EntryMemory(int entryBytes) : IDisposable
{
    private readonly AlignedBlock _block = new((nuint)(Pages.Entries * entryBytes), CacheLine.PaddingBytes);

    /// <summary>The 16-byte entries.</summary>
    internal KvmDirtyGfn* Gfns => (KvmDirtyGfn*)_block.Start;

    /// <summary>The 8-byte entries.</summary>
    internal ulong* Words => (ulong*)_block.Start;

    /// <summary>Writes a lap, as a producer does: the payload, then by release the flags.</summary>
    internal void WriteGfns(ReadOnlySpan<DirtyPage> pages, uint flags)
    {
        KvmDirtyGfn* entry = Gfns;
        foreach (DirtyPage page in pages)
        {
            entry->Offset = page.Offset;
            entry->Slot = page.Slot;
            CoherentFencePoints.StoreRelease(&entry->Flags, flags);
            entry++;
        }
    }

    /// <summary>As <see cref="WriteGfns"/>, 8-byte entries.</summary>
    internal void WriteWords(ReadOnlySpan<DirtyPage> pages, uint state)
    {
        ulong* word = Words;
        foreach (DirtyPage page in pages)
            CoherentFencePoints.StoreRelease(word++, page.Offset << DirtyPageAddress.FrameShift | state);
    }

    /// <summary>Whether all 16-byte entries have these flags.</summary>
    /// <exception cref="InvalidOperationException">One has not.</exception>
    internal void CheckGfnFlags(string party, uint flags)
    {
        for (int i = 0; i < Pages.Entries; i++)
        {
            if (Gfns[i].Flags != flags)
                throw new InvalidOperationException($"{party}: entry {i} has flags {Gfns[i].Flags} and not {flags}.");
        }
    }

    /// <summary>Whether all 8-byte entries have this state.</summary>
    /// <exception cref="InvalidOperationException">One has not.</exception>
    internal void CheckWordStates(string party, uint state)
    {
        for (int i = 0; i < Pages.Entries; i++)
        {
            if ((Words[i] & EntryState.Mask) != state)
                throw new InvalidOperationException($"{party}: entry {i} is {Words[i]:x} and its state not {state}.");
        }
    }

    public void Dispose() => _block.Dispose();
}
