using System.Runtime.Intrinsics;
using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>The counter of runs: whole blocks of what follows, up to the first entry that does not.</summary>
public unsafe class RunCounterTests
{
    private const int Entries = 64;
    private const uint Lap = 9;

    [Fact]
    public void Counts_whole_blocks_up_to_the_first_entry_that_is_another_page_slot_or_state()
    {
        for (int odd = 0; odd <= Entries; odd++)
        {
            for (int kind = 0; kind < 4; kind++)
            {
                CheckGfns<ResetStep<LapStates>>(odd, kind);
                CheckGfns<ResetStep<KvmStates>>(odd, kind);
                CheckAddresses<ResetStep<LapStates>>(odd, kind);
                CheckAddresses<ResetStep<KvmStates>>(odd, kind);
            }
        }
    }

    [Fact]
    public void A_run_that_would_go_past_the_last_page_is_none()
    {
        KvmDirtyGfn* entries = stackalloc KvmDirtyGfn[8];
        for (int i = 0; i < 8; i++)
            entries[i] = new KvmDirtyGfn { Flags = EntryState.Reset, Offset = ulong.MaxValue - 3 + (ulong)i };
        Assert.Equal(0, RunCounter.Count<CoherentFencePoints, ResetStep<KvmStates>>(entries, 8, 0, out _));
        DirtyPageAddress* addresses = stackalloc DirtyPageAddress[8];
        for (int i = 0; i < 8; i++)
            addresses[i].Word = (DirtyPageAddress.MaxFrame - 3 + (ulong)i) << DirtyPageAddress.FrameShift | EntryState.Reset;
        Assert.Equal(0, RunCounter.Count<CoherentFencePoints, ResetStep<KvmStates>>(addresses, 8, 0, out _));
    }

    private static int Expected(int odd) => Vector512.IsHardwareAccelerated ? odd & ~7 : 0;

    private static void CheckGfns<TStep>(int odd, int kind)
        where TStep : IEntryStep
    {
        KvmDirtyGfn* entries = stackalloc KvmDirtyGfn[Entries];
        for (int i = 0; i < Entries; i++)
        {
            bool isOdd = i == odd;
            entries[i] = new KvmDirtyGfn
            {
                Flags = isOdd && kind == 0 ? EntryState.Dirty : TStep.Takes(Lap),
                Slot = isOdd && kind == 1 ? 8u : 7u,
                Offset = 1000 + (ulong)i + (isOdd && kind == 2 ? 1UL : 0) + (isOdd && kind == 3 ? 1UL << 60 : 0),
            };
        }

        // Where the first entry is another page it is the run's first: what follows is not.
        int count = RunCounter.Count<CoherentFencePoints, TStep>(entries, Entries, Lap, out DirtyPage first);
        Assert.Equal(Expected(odd), count);
        if (count > 0)
            Assert.Equal(new DirtyPage(7, 1000), first);
    }

    private static void CheckAddresses<TStep>(int odd, int kind)
        where TStep : IEntryStep
    {
        ulong* words = stackalloc ulong[Entries];
        for (int i = 0; i < Entries; i++)
        {
            ulong frame = 1000 + (ulong)i + (i == odd && kind > 0 ? 1UL << (13 * kind) : 0);
            words[i] = frame << DirtyPageAddress.FrameShift | (i == odd && kind == 0 ? EntryState.Dirty : TStep.Takes(Lap) & TStep.AddressBits);
        }

        int count = RunCounter.Count<CoherentFencePoints, TStep>((DirtyPageAddress*)words, Entries, Lap, out ulong first);
        Assert.Equal(Expected(odd), count);
        if (count > 0)
            Assert.Equal(1000ul, first);
    }
}
