using RingCore.Layouts;
using Xunit;

namespace RingCore.Tests;

/// <summary>The counter of states: entries up to the first in another state, whatever else stands in them.</summary>
public unsafe class StateCounterTests
{
    private const int Entries = 40;

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(4u)]
    [InlineData(0x8000_0001u)]
    public void Counts_up_to_the_first_entry_in_another_state(uint other)
    {
        KvmDirtyGfn* entries = stackalloc KvmDirtyGfn[Entries];
        for (int odd = 0; odd <= Entries; odd++)
        {
            for (int i = 0; i < Entries; i++)
                entries[i] = new KvmDirtyGfn { Flags = i == odd ? other : i % 2 == 0 ? 2u : 0xFFFF_FFFF, Slot = (uint)i ^ 1, Offset = ulong.MaxValue - (ulong)i };
            for (int count = 0; count <= Entries; count++)
                Assert.Equal(int.Min(odd, count), StateCounter.Count<CoherentFencePoints, ResetStep<KvmStates>>(entries, count, 0));
        }
    }
}
