namespace RingCore.Kvm.Abi;

/// <summary>Requests, capabilities and offsets of Linux's <c>include/uapi/linux/kvm.h</c>, x86-64. A test holds them against the header.</summary>
internal static class KvmCalls
{
    internal const int ApiVersion = 12;

    internal const uint GetApiVersion = 0xAE00;
    internal const uint CreateVm = 0xAE01;
    internal const uint CheckExtension = 0xAE03;
    internal const uint GetVcpuMapBytes = 0xAE04;
    internal const uint GetSupportedCpuid = 0xC008AE05;
    internal const uint CreateVcpu = 0xAE41;
    internal const uint GetDirtyLog = 0x4010AE42;
    internal const uint SetUserMemoryRegion = 0x4020AE46;
    internal const uint Run = 0xAE80;
    internal const uint GetRegisters = 0x8090AE81;
    internal const uint SetRegisters = 0x4090AE82;
    internal const uint GetSystemRegisters = 0x8138AE83;
    internal const uint SetSystemRegisters = 0x4138AE84;
    internal const uint SetSignalMask = 0x4004AE8B;
    internal const uint GetFpu = 0x81A0AE8C;
    internal const uint SetFpu = 0x41A0AE8D;
    internal const uint SetCpuid = 0x4008AE90;
    internal const uint GetVcpuEvents = 0x8040AE9F;
    internal const uint SetVcpuEvents = 0x4040AEA0;
    internal const uint EnableCapability = 0x4068AEA3;
    internal const uint ResetDirtyRings = 0xAEC7;

    /// <summary><c>KVM_CAP_DIRTY_LOG_RING</c>: machines with total store order only.</summary>
    internal const int CapDirtyLogRing = 192;

    /// <summary><c>KVM_CAP_DIRTY_LOG_RING_ACQ_REL</c>: user space harvests by load-acquire and store-release, as RingCore does.</summary>
    internal const int CapDirtyLogRingAcquireRelease = 223;

    /// <summary><c>KVM_CAP_DIRTY_LOG_RING_WITH_BITMAP</c>: writes of no vCPU go to a bitmap besides the ring; arm64 in practice.</summary>
    internal const int CapDirtyLogRingWithBitmap = 225;

    /// <summary><c>KVM_DIRTY_LOG_PAGE_OFFSET</c>: where the ring starts in a vCPU's mapping, in pages of 4 KiB.</summary>
    internal const int RingPageOffset = 64;

    /// <summary><c>KVM_MEM_LOG_DIRTY_PAGES</c>.</summary>
    internal const uint LogDirtyPages = 1;

    internal const int RunImmediateExitWord = 0;
    internal const uint RunImmediateExit = 0x100;
    internal const int RunExitReason = 8;
    internal const int RunIo = 32;
    internal const int RunIoDataOffset = 40;

    internal const int FpuBytes = 416;
    internal const int VcpuEventsBytes = 64;
    internal const int CpuidEntryBytes = 40;
}
