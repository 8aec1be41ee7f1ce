using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using RingCore.Kvm;
using RingCore.Kvm.Abi;
using RingCore.Kvm.Linux;
using RingCore.Layouts;

namespace RingCore.KvmLab;

/// <summary>A guest under KVM that writes pages, and the kernel's ring of its vCPU.</summary>
internal sealed unsafe class KernelWriter(KvmSystem system, int entries) : IWriterRing
{
    private readonly LabMachine _lab = new(system, entries, vcpus: 1);
    private int _listed;

    public int FullExits { get; private set; }

    public KvmMachine Machine => _lab.Machine;

    public KvmVcpu Vcpu => _lab.Machine.Vcpus[0];

    public int Write(ReadOnlySpan<DirtyPage> pages, uint value = 1)
    {
        _lab.SetList(0, pages, value);
        _listed = pages.Length;
        return GoOn();
    }

    public int GoOn()
    {
        KvmExit exit = Vcpu.Run();
        if (exit.Reason == KvmExitReason.Io)
            return _listed;
        if (exit.Reason != KvmExitReason.DirtyRingFull)
            throw new InvalidOperationException($"The guest came out by {exit.Reason}.");
        FullExits++;
        return _listed - (int)Vcpu.GetRegisters().Rcx;
    }

    public void Read(DirtyPage page)
    {
        _lab.SetList(0, [page], 0, readOnly: true);
        _listed = 1;
        GoOn();
    }

    public void HostWrite(DirtyPage page) => _lab.Memory(page.Slot).Page((long)page.Offset)[0] = 1;

    public uint Content(DirtyPage page) => BinaryPrimitives.ReadUInt32LittleEndian(_lab.Memory(page.Slot).Page((long)page.Offset));

    public List<DirtyPage> Harvest(int max = int.MaxValue)
    {
        DirtyPage[] pages = new DirtyPage[Math.Min(max, Machine.RingGeometry!.Entries)];
        return [.. pages[..Vcpu.Collector.Harvest(pages).Pages]];
    }

    // Past KvmRings.Reset, which knows what its collectors harvested and here would miss the rows' own marks.
    public int Reset() => KvmFile.Control(Machine.File, KvmCalls.ResetDirtyRings, 0, "KVM_RESET_DIRTY_RINGS");

    public KvmDirtyGfn Entry(int index) => RawEntry.Read(Vcpu.RingStart, index);

    public void SetFlags(int index, uint flags) => RawEntry.SetFlags(Vcpu.RingStart, index, flags);

    public void SetPage(int index, DirtyPage page) => RawEntry.SetPage(Vcpu.RingStart, index, page);

    public void Dispose() => _lab.Dispose();
}
