using System.Runtime.InteropServices;
using RingCore.Layouts;

namespace RingCore.Tests;

/// <summary>Calls each loop of the library that handles many entries, whichever of them this machine's rings would choose.</summary>
internal static unsafe class LoopShapes
{
    private const int Entries = 128;
    private const int Calls = 5;

    // From the start of a line on: lines are published whole only there. Kept to the end of the process.
    private static readonly KvmDirtyGfn* s_gfns = (KvmDirtyGfn*)NativeMemory.AlignedAlloc(Entries * KvmDirtyGfn.Bytes, CacheLine.Bytes);
    private static readonly DirtyPageAddress* s_addresses = (DirtyPageAddress*)NativeMemory.AlignedAlloc(Entries * DirtyPageAddress.Bytes, CacheLine.Bytes);
    private static readonly DirtyPage* s_pages = (DirtyPage*)NativeMemory.AlignedAlloc(Entries * KvmDirtyGfn.Bytes, CacheLine.Bytes);
    private static readonly ulong* s_frames = (ulong*)NativeMemory.AlignedAlloc(Entries * DirtyPageAddress.Bytes, CacheLine.Bytes);

    /// <summary>Publishes, harvests and resets, by each strategy, over both fence points and both states.</summary>
    public static void Run(uint lap)
    {
        for (int i = 0; i < Calls; i++)
        {
            Run<CoherentFencePoints, KvmStates>(lap);
            Run<CoherentFencePoints, LapStates>(lap);
            Run<X64FencePoints, KvmStates>(lap);
            Run<X64FencePoints, LapStates>(lap);
            RunPacked<CoherentFencePoints>(lap);
            Coalesce();
        }
    }

    private static void Run<TFence, TStates>(uint lap)
        where TFence : IFencePoints
        where TStates : IEntryStates
    {
        Run<TFence, TStates, Vector128Harvester>(lap);
        Run<TFence, TStates, Avx2Harvester>(lap);
        Run<TFence, TStates, Avx512Harvester>(lap);
    }

    /// <summary>Publishes, harvests and resets packed entries, by both widths.</summary>
    private static void RunPacked<TFence>(uint lap)
        where TFence : IFencePoints
    {
        PackedDescriptor* entries = (PackedDescriptor*)s_gfns;
        for (int width = 0; width < 2; width++)
        {
            for (uint i = 0; i < Entries; i++)
                s_pages[i] = new DirtyPage(0, i);
            PackedEntry.Publish<TFence>(entries, s_pages, Entries, lap);
            _ = width == 0
                ? PackedBlocks.TakeWide<TFence, HarvestStep<PackedStates>>(entries, Entries, lap, s_pages)
                : PackedBlocks.TakeNarrow<TFence, HarvestStep<PackedStates>>(entries, Entries, lap, s_pages);
            _ = PackedBlocks.CountRun<TFence, ResetStep<PackedStates>>(entries, Entries, lap, out _);
            _ = PackedBlocks.TakeWide<TFence, ResetStep<PackedStates>>(entries, Entries, lap, s_pages);
            _ = PackedBlocks.TakeNarrow<TFence, ResetStep<PackedStates>>(entries, Entries, lap, s_pages);
        }
    }

    /// <summary>Coalesces pages that lie apart, and some that do not.</summary>
    private static void Coalesce()
    {
        PageBatch open = default;
        ResetterCursor cursor = default;
        RingShapes.CountingSink sink = default;
        for (uint i = 0; i < Entries; i++)
            s_pages[i] = i < Entries / 2 ? new DirtyPage(0, i * 100) : new DirtyPage(0, 100_000 + i);
        _ = Coalescer.AddPages(s_pages, Entries, null, ref open, ref cursor, ref sink, default);
    }

    private static void Run<TFence, TStates, THarvester>(uint lap)
        where TFence : IFencePoints
        where TStates : IEntryStates
        where THarvester : IHarvester
    {
        for (uint i = 0; i < Entries; i++)
        {
            s_pages[i] = new DirtyPage(0, i);
            s_addresses[i].Word = (ulong)i << DirtyPageAddress.FrameShift | (TStates.Published(lap) & DirtyPageAddress.LowBits);
        }

        _ = GfnEntry<TStates>.Publish<TFence>((byte*)s_gfns, s_pages, Entries, lap, null);
        THarvester.Copy<TFence>(s_gfns, Entries, s_pages);
        _ = THarvester.Take<TFence, HarvestStep<TStates>>(s_gfns, Entries, lap, s_pages);
        _ = THarvester.Take<TFence, HarvestStep<TStates>>(s_addresses, Entries, lap, s_frames);
        _ = RunCounter.Count<TFence, ResetStep<TStates>>(s_gfns, Entries, lap, out _);
        _ = RunCounter.Count<TFence, ResetStep<TStates>>(s_addresses, Entries, lap, out ulong _);
        _ = THarvester.Take<TFence, ResetStep<TStates>>(s_gfns, Entries, lap, s_pages);
        _ = THarvester.Take<TFence, ResetStep<TStates>>(s_addresses, Entries, lap, s_frames);
    }
}
