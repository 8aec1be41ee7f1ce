using System.Collections.Generic;
using System.Runtime.Intrinsics.X86;
using RingCore.Benchmarks.Measuring;
using RingCore.Benchmarks.Measuring.OneThread;
using RingCore.Benchmarks.Native;
using RingCore.Benchmarks.Transfer;

namespace RingCore.Benchmarks.SingleThread;

/// <summary>Push, uncontended, the ring not full.</summary>
internal sealed class PushScenario : OneThreadScenario
{
    internal const string Name = "push";

    private const int BatchPages = 256;

    public override Requirement Requirement { get; } = new(Name, Cores: 1);

    public override string Description =>
        "4096 pushes into a ring of 4096 entries that nobody else touches, page by page and in batches of 256. The ratio is the peer's time over ours.";

    private protected override IEnumerable<IParty> CreateOurs()
    {
        foreach (int batch in (int[])[1, BatchPages])
        {
            string suffix = batch == 1 ? "" : $" {batch}";
            yield return Push(nameof(FlaggedDirtyRing) + suffix, Rings.Flagged16(Pages.Entries), batch);
            yield return Push(nameof(LapDirtyRing) + suffix, Rings.Lap16(Pages.Entries), batch);
            yield return Push(nameof(PackedDirtyRing) + suffix, Rings.Packed(Pages.Entries), batch);
            if (Avx.X64.IsSupported)
                yield return Push(nameof(X64LapDirtyRing) + suffix, Rings.X64Lap16(Pages.Entries), batch);
        }
    }

    private protected override IEnumerable<IParty> CreatePeers(List<Absence> absences)
    {
        foreach ((string party, string export) in ((string, string)[])
            [("C flagged", "flagged"), ("C lap", "lap"), ("C flagged x64", "flagged_x64"), ("C lap x64", "lap_x64")])
        {
            if (NativeKernels.Find(NativeSource.PushKernels, "ringcore_push16_" + export, party, absences) is nint singly and not 0)
                yield return new KernelPush(party, singly);
            string batched = $"{party} {BatchPages}";
            if (NativeKernels.Find(NativeSource.PushKernels, $"ringcore_push16_{export}_batched", batched, absences) is nint inBatches and not 0)
                yield return new KernelPush(batched, inBatches);
        }
    }

    private static RingPush<TFace> Push<TFace>(string name, TFace ring, int batch)
        where TFace : struct, IRingFace => new(name, ring, batch);
}
