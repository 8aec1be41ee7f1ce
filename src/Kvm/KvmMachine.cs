using System;
using System.Collections.Generic;
using System.Linq;
using RingCore.Kvm.Abi;
using RingCore.Kvm.Linux;
using RingCore.Layouts;

namespace RingCore.Kvm;

/// <summary>
/// A virtual machine: memory slots, vCPUs and, where they were asked for, a dirty ring per vCPU. One thread at a time makes and disposes;
/// each vCPU runs on a thread of its own.
/// </summary>
public sealed unsafe class KvmMachine : IDisposable
{
    private readonly Dictionary<uint, Slot> _slots = [];
    private readonly List<KvmVcpu> _vcpus = [];
    private readonly KvmSystem _system;
    private int _file;

    internal KvmMachine(KvmSystem system, int file) => (_system, _file, Rings) = (system, file, new KvmRings(this));

    /// <summary>The numbers of each vCPU's ring; null where the machine has no rings.</summary>
    public RingGeometry? RingGeometry { get; private set; }

    /// <summary>The rings of all vCPUs.</summary>
    public KvmRings Rings { get; }

    /// <summary>The vCPUs, in order of their numbers.</summary>
    public IReadOnlyList<KvmVcpu> Vcpus => _vcpus;

    internal int File => _file >= 0 ? _file : throw new ObjectDisposedException(nameof(KvmMachine));

    /// <summary>Gives the guest memory, or takes dirty logging on or off for memory that it has.</summary>
    /// <param name="slot">Number of the slot: 0 to 65535.</param>
    /// <param name="guestAddress">Where the guest sees it: a multiple of the page size.</param>
    /// <param name="memory">The memory, all of it.</param>
    /// <param name="logDirty">Whether writes to it are logged.</param>
    /// <exception cref="KvmException">The kernel refuses, for instance because slots overlap.</exception>
    public void SetSlot(uint slot, ulong guestAddress, GuestMemory memory, bool logDirty)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slot, (uint)ushort.MaxValue);
        KvmMemoryRegion region = new()
        {
            Slot = slot,
            Flags = logDirty ? KvmCalls.LogDirtyPages : 0,
            GuestAddress = guestAddress,
            Bytes = (ulong)memory.Bytes,
            HostAddress = (ulong)memory.Start,
        };
        KvmFile.Control(File, KvmCalls.SetUserMemoryRegion, ref region, "KVM_SET_USER_MEMORY_REGION");
        _slots[slot] = new Slot(new MemorySlot(slot, guestAddress / GuestMemory.PageBytes, (ulong)memory.Pages), memory, logDirty);
    }

    /// <summary>The slots whose dirty pages are logged, for a <see cref="DirtyBitmap"/> of them.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public SlotTable LoggedSlots() => new(_slots.Values.Where(slot => slot.LogsDirty).Select(slot => slot.Place).ToArray());

    /// <summary>The memory of a slot.</summary>
    /// <exception cref="KeyNotFoundException">There is no such slot.</exception>
    public GuestMemory MemoryOf(uint slot) => _slots[slot].Memory;

    /// <summary>Makes the next vCPU. Its ring is mapped, and the processor that it shows to the guest is the host's, as far as KVM supports it.</summary>
    /// <exception cref="KvmException">The kernel refuses.</exception>
    public KvmVcpu CreateVcpu()
    {
        int number = _vcpus.Count;
        int file = KvmFile.Control(File, KvmCalls.CreateVcpu, number, "KVM_CREATE_VCPU");
        KvmVcpu vcpu = new(this, number, file, _system.VcpuMapBytes);
        _vcpus.Add(vcpu);
        vcpu.SetCpuid(_system);
        return vcpu;
    }

    /// <summary>Reads and clears a slot's dirty bitmap in the kernel (<c>KVM_GET_DIRTY_LOG</c>): the way without rings.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="words">Receives a bit per page: at least one word for each 64 pages that begin.</param>
    /// <exception cref="InvalidOperationException">The machine has rings: the kernel then keeps no bitmap.</exception>
    /// <exception cref="KvmException">The kernel refuses.</exception>
    public void GetDirtyLog(uint slot, Span<ulong> words)
    {
        if (RingGeometry is not null)
            throw new InvalidOperationException("A machine with dirty rings has no dirty bitmap.");
        long needed = (_slots[slot].Memory.Pages + 63) / 64;
        if (words.Length < needed)
            throw new ArgumentException($"Slot {slot} needs {needed} words; {words.Length} were given.", nameof(words));
        fixed (ulong* bitmap = words)
        {
            KvmDirtyLog log = new() { Slot = slot, Bitmap = (nint)bitmap };
            KvmFile.Control(File, KvmCalls.GetDirtyLog, ref log, "KVM_GET_DIRTY_LOG");
        }
    }

    /// <summary>Disposes the vCPUs and ends the machine. None of them runs.</summary>
    public void Dispose()
    {
        foreach (KvmVcpu vcpu in _vcpus)
            vcpu.Dispose();
        _vcpus.Clear();
        if (_file >= 0)
            _ = LibC.close(_file);
        _file = -1;
    }

    /// <summary>Enables a ring for each vCPU to come.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The kernel would refuse the size.</exception>
    /// <exception cref="InvalidOperationException">It is too late: rings are enabled already, or a vCPU exists.</exception>
    internal void EnableDirtyRings(int entries)
    {
        RingGeometry geometry = KvmLimits.CheckRing(entries, _system.LargestRingEntries);
        if (RingGeometry is not null)
            throw new InvalidOperationException($"This machine has dirty rings of {RingGeometry.Entries} entries already.");
        if (_vcpus.Count > 0)
            throw new InvalidOperationException("Dirty rings are enabled before the first vCPU is made.");
        KvmEnableCap enable = new()
        {
            Capability = (uint)(_system.AcquireReleaseRingBytes > 0 ? KvmCalls.CapDirtyLogRingAcquireRelease : KvmCalls.CapDirtyLogRing),
            Argument = (ulong)geometry.Bytes,
        };
        // A processor with a page-modification log has 512 more reserved entries, which only the kernel knows of: there 256 and 512 are EINVAL.
        KvmFile.Control(File, KvmCalls.EnableCapability, ref enable, $"KVM_ENABLE_CAP of dirty rings of {entries} entries");
        RingGeometry = geometry;
    }

    private sealed record Slot(MemorySlot Place, GuestMemory Memory, bool LogsDirty);
}
