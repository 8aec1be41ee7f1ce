namespace RingCore.Kvm;

/// <summary>Why a vCPU came out of the guest. The values are those of <c>KVM_EXIT_*</c>; others are passed on as they are.</summary>
public enum KvmExitReason
{
    /// <summary>Nothing that KVM knows.</summary>
    Unknown = 0,

    /// <summary>The guest accesses a port.</summary>
    Io = 2,

    /// <summary>The guest halts.</summary>
    Halt = 5,

    /// <summary>The guest accesses an address that no slot has.</summary>
    Mmio = 6,

    /// <summary>The guest is beyond help, for instance by a fault within a fault.</summary>
    Shutdown = 8,

    /// <summary>The processor refuses the vCPU's state.</summary>
    FailEntry = 9,

    /// <summary><see cref="KvmVcpu.Kick"/>.</summary>
    Kicked = 10,

    /// <summary>KVM cannot go on.</summary>
    InternalError = 17,

    /// <summary>The vCPU's dirty ring is soft full: it makes no progress until a reset.</summary>
    DirtyRingFull = 31,
}
