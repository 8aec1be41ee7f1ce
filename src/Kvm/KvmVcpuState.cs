using System;
using RingCore.Kvm.Abi;

namespace RingCore.Kvm;

/// <summary>What a flat guest's vCPU is, outside of memory: registers, segments, floating point, pending events.</summary>
/// <remarks>No local APIC, no model-specific registers but EFER: flat guests have neither interrupts nor clocks.</remarks>
public sealed class KvmVcpuState
{
    private readonly KvmRegisters _registers;
    private readonly KvmSystemRegisters _system;
    private readonly byte[] _fpu = new byte[KvmCalls.FpuBytes];
    private readonly byte[] _events = new byte[KvmCalls.VcpuEventsBytes];

    /// <summary>Reads the state of a vCPU that is out of the guest by a kick; after a port access call <see cref="KvmVcpu.CompleteExit"/> first.</summary>
    /// <param name="vcpu">The vCPU.</param>
    public KvmVcpuState(KvmVcpu vcpu)
    {
        ArgumentNullException.ThrowIfNull(vcpu);
        _registers = vcpu.GetRegisters();
        _system = vcpu.GetSystemRegisters();
        vcpu.Transfer(KvmCalls.GetFpu, _fpu, "KVM_GET_FPU");
        vcpu.Transfer(KvmCalls.GetVcpuEvents, _events, "KVM_GET_VCPU_EVENTS");
    }

    /// <summary>The general registers.</summary>
    public KvmRegisters Registers => _registers;

    /// <summary>Gives the state to another vCPU.</summary>
    /// <param name="vcpu">A vCPU that does not run.</param>
    public void Restore(KvmVcpu vcpu)
    {
        ArgumentNullException.ThrowIfNull(vcpu);
        vcpu.SetSystemRegisters(_system);
        vcpu.SetRegisters(_registers);
        vcpu.Transfer(KvmCalls.SetFpu, _fpu, "KVM_SET_FPU");
        vcpu.Transfer(KvmCalls.SetVcpuEvents, _events, "KVM_SET_VCPU_EVENTS");
    }
}
