using System;
using System.Runtime.InteropServices;
using RingCore.Kvm.Abi;
using RingCore.Kvm.Linux;
using RingCore.Layouts;

namespace RingCore.Kvm;

/// <summary>Linux's <c>/dev/kvm</c>: what the kernel can do, and the way to machines. Any thread.</summary>
public sealed unsafe class KvmSystem : IDisposable
{
    private int _file;

    private KvmSystem(int file)
    {
        _file = file;
        int version = KvmFile.Control(file, KvmCalls.GetApiVersion, 0, "KVM_GET_API_VERSION");
        if (version != KvmCalls.ApiVersion)
            throw new KvmException($"/dev/kvm speaks version {version}, not {KvmCalls.ApiVersion}.");
        VcpuMapBytes = KvmFile.Control(file, KvmCalls.GetVcpuMapBytes, 0, "KVM_GET_VCPU_MMAP_SIZE");
        AcquireReleaseRingBytes = CheckCapability(KvmCalls.CapDirtyLogRingAcquireRelease);
        TotalStoreOrderRingBytes = CheckCapability(KvmCalls.CapDirtyLogRing);
        NeedsBitmapBesidesRing = CheckCapability(KvmCalls.CapDirtyLogRingWithBitmap) > 0;
        SupportedCpuid = ReadSupportedCpuid();
    }

    /// <summary>Entries of the largest dirty ring that the kernel offers; 0 where it has none.</summary>
    public int LargestRingEntries => Math.Max(AcquireReleaseRingBytes, TotalStoreOrderRingBytes) / KvmDirtyGfn.Bytes;

    /// <summary>
    /// Whether the kernel logs writes of no vCPU in a bitmap besides the rings (<c>KVM_CAP_DIRTY_LOG_RING_WITH_BITMAP</c>; arm64 in practice).
    /// This library does not read that bitmap.
    /// </summary>
    public bool NeedsBitmapBesidesRing { get; }

    /// <summary>What <c>KVM_CAP_DIRTY_LOG_RING_ACQ_REL</c> answers; 0 where the kernel does not know it.</summary>
    internal int AcquireReleaseRingBytes { get; }

    /// <summary>What <c>KVM_CAP_DIRTY_LOG_RING</c> answers; 0 where the kernel or the processor's memory order does not have it.</summary>
    internal int TotalStoreOrderRingBytes { get; }

    internal int VcpuMapBytes { get; }

    /// <summary><c>struct kvm_cpuid2</c>: the processor as far as KVM supports it. Kept, since machines make vCPUs when <c>/dev/kvm</c> may be closed.</summary>
    internal byte[] SupportedCpuid { get; }

    internal int File => _file >= 0 ? _file : throw new ObjectDisposedException(nameof(KvmSystem));

    /// <summary>Opens <c>/dev/kvm</c>.</summary>
    /// <exception cref="KvmException">It is missing, may not be opened, or speaks another version.</exception>
    /// <exception cref="PlatformNotSupportedException">The process does not run on x86-64 Linux.</exception>
    public static KvmSystem Open()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            throw new PlatformNotSupportedException("KVM machines of this library run on x86-64 Linux.");
        int file = LibC.open("/dev/kvm", LibC.ReadWriteCloseOnExec);
        if (file < 0)
            throw KvmException.Last("open of /dev/kvm");
        try
        {
            return new KvmSystem(file);
        }
        catch
        {
            _ = LibC.close(file);
            throw;
        }
    }

    /// <summary>Makes a machine without memory and vCPUs.</summary>
    /// <param name="ringEntries">Entries of each vCPU's dirty ring: a power of two from 256 to <see cref="LargestRingEntries"/>; 0: no rings.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="ringEntries"/> is outside its range.</exception>
    /// <exception cref="KvmException">The kernel has no dirty rings, or refuses.</exception>
    public KvmMachine CreateMachine(int ringEntries = 0)
    {
        if (ringEntries != 0)
            KvmLimits.CheckRing(ringEntries, LargestRingEntries);
        KvmMachine machine = new(this, KvmFile.Control(File, KvmCalls.CreateVm, 0, "KVM_CREATE_VM"));
        try
        {
            if (ringEntries != 0)
                machine.EnableDirtyRings(ringEntries);
            return machine;
        }
        catch
        {
            machine.Dispose();
            throw;
        }
    }

    /// <summary>Closes <c>/dev/kvm</c>; machines live on.</summary>
    public void Dispose()
    {
        if (_file >= 0)
            _ = LibC.close(_file);
        _file = -1;
    }

    private byte[] ReadSupportedCpuid()
    {
        const int MaxEntries = 256;
        const int HeaderBytes = 8;
        byte[] table = new byte[HeaderBytes + (MaxEntries * KvmCalls.CpuidEntryBytes)];
        BitConverter.TryWriteBytes(table, MaxEntries);
        fixed (byte* start = table)
            KvmFile.Control(File, KvmCalls.GetSupportedCpuid, (nint)start, "KVM_GET_SUPPORTED_CPUID");
        return table;
    }

    private int CheckCapability(int capability) => KvmFile.Control(File, KvmCalls.CheckExtension, capability, "KVM_CHECK_EXTENSION");
}
