using System;
using System.Collections.Generic;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Benchmarks.Native;
using RingCore.Benchmarks.Transfer;
using RingCore.Layouts;

namespace RingCore.Benchmarks.SingleThread;

/// <summary>Reset of harvested entries.</summary>
/// <param name="name">The scenario's name.</param>
/// <param name="pages">One word for the pages, as in "sequential".</param>
/// <param name="create">Makes them.</param>
internal sealed class ResetScenario(string name, string pages, Func<DirtyPage[]> create) : OneThreadScenario
{
    internal const string SequentialName = "reset-sequential";
    internal const string RandomName = "reset-random";

    public override Requirement Requirement { get; } = new(name, Cores: 1);

    public override string Description =>
        $"Reset of 4096 harvested entries with {pages} pages into a sink that counts, 16-byte entries unless said. The ratio is the peer's time over ours.";

    /// <summary>Neighbouring pages, 64 to a call of the sink.</summary>
    internal static ResetScenario Sequential() => new(SequentialName, "sequential", Pages.Sequential);

    /// <summary>Pages that hardly ever coalesce.</summary>
    internal static ResetScenario Random() => new(RandomName, "random", Pages.Random);

    private protected override IEnumerable<IParty> CreateOurs()
    {
        yield return Reset(nameof(FlaggedDirtyRing), Rings.Flagged16(Pages.Entries));
        yield return Reset(nameof(FlaggedPageRing), Rings.Flagged8(Pages.Entries));
        yield return Reset(nameof(LapDirtyRing), Rings.Lap16(Pages.Entries));
        yield return Reset(nameof(LapPageRing), Rings.Lap8(Pages.Entries));
        yield return Reset(nameof(IndexedDirtyRing), Rings.Indexed(Pages.Entries));
        yield return Reset(nameof(PackedDirtyRing), Rings.Packed(Pages.Entries));
    }

    private protected override IEnumerable<IParty> CreatePeers(List<Absence> absences)
    {
        foreach ((string party, string export) in ((string, string)[])[("C entry by entry", "entrywise"), ("C flagged", "flagged")])
        {
            if (NativeKernels.Find(NativeSource.ResetKernels, "ringcore_reset16_" + export, party, absences) is nint function and not 0)
                yield return new KernelReset(party, function, create());
        }

        if (NativeKernels.Find(NativeSource.ResetKernels, "ringcore_reset16_lap", "C lap", absences) is nint lap and not 0)
            yield return new KernelLapReset("C lap", lap, create());
        if (NativeKernels.Find(NativeSource.ResetKernels, "ringcore_reset8_lap", "C lap 8 B", absences) is nint lap8 and not 0)
            yield return new KernelReset8("C lap 8 B", lap8, create());
    }

    private RingReset<TFace> Reset<TFace>(string name, TFace ring)
        where TFace : struct, IRingFace => new(name, ring, create());
}
