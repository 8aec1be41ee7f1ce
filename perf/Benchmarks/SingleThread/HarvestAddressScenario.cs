using System.Collections.Generic;
using System.Runtime.Intrinsics.X86;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Benchmarks.Native;
using RingCore.Benchmarks.Transfer;

namespace RingCore.Benchmarks.SingleThread;

/// <summary>Harvest and mark, 8-byte entries.</summary>
internal sealed class HarvestAddressScenario : OneThreadScenario
{
    internal const string Name = "harvest-8";

    public override Requirement Requirement { get; } = new(Name, Cores: 1);

    public override string Description =>
        "Harvest and mark of 4096 published 8-byte entries into an array of 512 frame numbers, warm. The ratio is the peer's time over ours.";

    private protected override IEnumerable<IParty> CreateOurs()
    {
        yield return new AddressHarvest<CoherentFencePoints, PageAddressEntry<KvmStates>>(
            nameof(FlaggedPageRing), new FlaggedPageRing(Pages.Entries, Rings.Slots, reservedEntries: 0));
        yield return new AddressHarvest<CoherentFencePoints, PageAddressEntry<LapStates>>(
            nameof(LapPageRing), new LapPageRing(Pages.Entries, Rings.Slots, reservedEntries: 0));
        if (Avx.X64.IsSupported)
        {
            yield return new AddressHarvest<X64FencePoints, PageAddressEntry<LapStates>>(
                nameof(X64LapPageRing), new X64LapPageRing(Pages.Entries, Rings.Slots, reservedEntries: 0));
        }
    }

    private protected override IEnumerable<IParty> CreatePeers(List<Absence> absences)
    {
        foreach ((string party, string export) in ((string, string)[])
            [("C", NativeKernels.Widest), ("C x64", NativeKernels.Widest + "_x64"), ("C avx2", "avx2"), ("C scalar", "scalar")])
        {
            if (NativeKernels.Find(NativeSource.HarvestKernels, "ringcore_harvest8_" + export, party, absences) is nint function and not 0)
                yield return new KernelHarvest8(party, function);
        }
    }
}
