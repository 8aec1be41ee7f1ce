using System;
using System.Buffers.Binary;
using RingCore.Kvm;
using RingCore.Layouts;

namespace RingCore.KvmLab;

/// <summary>A machine whose vCPUs run the writer: slot 0 with code and lists, slots 1 and 2 logged.</summary>
internal sealed class LabMachine : IDisposable
{
    private readonly GuestMemory[] _memory =
        [new(GuestLayout.UnloggedPages), new(IWriterRing.SlotPages), new(IWriterRing.SlotPages)];

    public LabMachine(KvmSystem system, int entries, int vcpus)
    {
        Machine = system.CreateMachine(entries);
        GuestLayout.Writer().CopyTo(_memory[0].Slice((long)GuestLayout.Code, GuestMemory.PageBytes));
        for (uint slot = 0; slot < _memory.Length; slot++)
            Machine.SetSlot(slot, GuestLayout.SlotAddress(slot), _memory[slot], logDirty: slot > 0);
        for (int i = 0; i < vcpus; i++)
            FlatGuest.EnterProtectedMode(Machine.CreateVcpu(), new KvmRegisters { Rip = GuestLayout.Code, Rbx = GuestLayout.List(i) });
    }

    public KvmMachine Machine { get; }

    public GuestMemory Memory(uint slot) => _memory[slot];

    /// <summary>Writes a vCPU's list, while it is between two.</summary>
    public void SetList(int vcpu, ReadOnlySpan<DirtyPage> pages, uint value, bool readOnly = false)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pages.Length, GuestLayout.MaxWrites);
        Span<byte> list = _memory[0].Slice((long)GuestLayout.List(vcpu), GuestLayout.ListBytes);
        BinaryPrimitives.WriteInt32LittleEndian(list, pages.Length);
        for (int i = 0; i < pages.Length; i++)
        {
            ulong address = GuestLayout.SlotAddress(pages[i].Slot) + (pages[i].Offset * GuestMemory.PageBytes);
            BinaryPrimitives.WriteUInt32LittleEndian(list[(8 + (i * 8))..], (uint)address | (readOnly ? 1u : 0u));
            BinaryPrimitives.WriteUInt32LittleEndian(list[(12 + (i * 8))..], value);
        }
    }

    public void Dispose()
    {
        Machine.Dispose();
        foreach (GuestMemory memory in _memory)
            memory.Dispose();
    }
}
