using System;
using System.Collections.Generic;
using RingCore.Kvm;
using RingCore.Layouts;

namespace RingCore.KvmLab;

/// <summary>RingCore: its own ring, and what its KVM machines refuse before the kernel is asked.</summary>
/// <param name="system">Null outside of the lab, where rows that need KVM do not run.</param>
internal sealed class RingCoreSide(KvmSystem? system) : ISide
{
    public string Name => "RingCore";

    public long LargestRingBytes => (long)RingGeometry.KvmMaxEntries * KvmDirtyGfn.Bytes;

    private KvmSystem System => system ?? throw new InvalidOperationException("This row needs KVM.");

    public IWriterRing Open(int entries = 256) => new ModelWriter(entries);

    public string Coalesce(IReadOnlyList<(uint Slot, int Distance)> entries)
    {
        const ulong Last = IWriterRing.SlotPages - 1;
        using FlaggedDirtyRing ring = new(256);
        foreach ((uint slot, int distance) in entries)
            ring.Producer.Push(new DirtyPage(slot, Last + (ulong)distance));
        ring.Collector.Harvest(new DirtyPage[256]);
        BatchList batches = new();
        if (ring.Resetter.Reset(ref batches).Entries != entries.Count)
            return "not all reset";
        foreach (Batch batch in batches.Batches)
        {
            if (batch.Has(1, Last))
                return batch.Pages > 1 ? "together" : "apart";
        }

        return "lost";
    }

    public string Enable(ulong bytes) => Answer(() => KvmLimits.CheckRing(
        (int)Math.Min(bytes / KvmDirtyGfn.Bytes, int.MaxValue), RingGeometry.KvmMaxEntries));

    public string EnableTwice() => Answer(() =>
    {
        using KvmMachine machine = System.CreateMachine(256);
        machine.EnableDirtyRings(256);
    });

    public string EnableAfterVcpu() => Answer(() =>
    {
        using KvmMachine machine = System.CreateMachine();
        machine.CreateVcpu();
        machine.EnableDirtyRings(256);
    });

    public string ResetWithoutRings() => Answer(() =>
    {
        using KvmMachine machine = System.CreateMachine();
        machine.Rings.Reset();
    });

    public string ResetWithoutVcpu()
    {
        using KvmMachine machine = System.CreateMachine(256);
        return $"{machine.Rings.Reset().Entries}";
    }

    public string DirtyLogWithRings() => Answer(() =>
    {
        using LabMachine lab = new(System, 256, vcpus: 1);
        lab.Machine.GetDirtyLog(1, new ulong[IWriterRing.SlotPages / 64]);
    });

    public string Map(RingMapping mapping)
    {
        if (mapping is not (RingMapping.SharedReadOnly or RingMapping.SharedReadWrite))
            return "not offered";
        using KernelWriter ring = new(System, 512);
        ring.Write([new DirtyPage(1, 5)]);
        using KvmRingView view = ring.Vcpu.OpenRingView();
        KvmDirtyGfn entry = mapping == RingMapping.SharedReadOnly ? view.Read(0) : ring.Entry(0);
        return $"maps, first entry {entry.Flags} {entry.Slot} {entry.Offset}";
    }

    private static string Answer(Action call)
    {
        try
        {
            call();
            return "accepted";
        }
        catch (Exception refusal) when (refusal is ArgumentOutOfRangeException or InvalidOperationException or KvmException)
        {
            return "refused";
        }
    }
}
