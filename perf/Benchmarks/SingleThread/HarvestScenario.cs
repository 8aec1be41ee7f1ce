using System.Collections.Generic;
using System.Runtime.Intrinsics.X86;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Benchmarks.Native;
using RingCore.Benchmarks.Transfer;

namespace RingCore.Benchmarks.SingleThread;

/// <summary>Harvest and mark, 16-byte entries.</summary>
internal sealed class HarvestScenario : OneThreadScenario
{
    internal const string Name = "harvest";

    public override Requirement Requirement { get; } = new(Name, Cores: 1);

    public override string Description =>
        "Harvest and mark of 4096 published 16-byte entries into an array of 512 pages, warm. The ratio is the peer's time over ours.";

    private protected override IEnumerable<IParty> CreateOurs()
    {
        yield return Harvest(nameof(FlaggedDirtyRing), Rings.Flagged16(Pages.Entries));
        yield return Harvest(nameof(LapDirtyRing), Rings.Lap16(Pages.Entries));
        yield return Harvest(nameof(PackedDirtyRing), Rings.Packed(Pages.Entries));
        if (Avx.X64.IsSupported)
            yield return Harvest(nameof(X64LapDirtyRing), Rings.X64Lap16(Pages.Entries));
    }

    private protected override IEnumerable<IParty> CreatePeers(List<Absence> absences)
    {
        foreach ((string party, string export) in ((string, string)[])
            [("C", NativeKernels.Widest), ("C x64", NativeKernels.Widest + "_x64"), ("C avx2", "avx2"), ("C scalar", "scalar")])
        {
            if (NativeKernels.Find(NativeSource.HarvestKernels, "ringcore_harvest16_" + export, party, absences) is nint function and not 0)
                yield return new KernelHarvest16(party, function);
        }

        if (NativeKernels.Find(NativeSource.HarvestKernels, "ringcore_harvest16_reaper", "QEMU-like", absences) is nint reaper and not 0)
            yield return new Reaper("QEMU-like", reaper);
    }

    private static RingHarvest<TFace> Harvest<TFace>(string name, TFace ring)
        where TFace : struct, IRingFace => new(name, ring);
}
