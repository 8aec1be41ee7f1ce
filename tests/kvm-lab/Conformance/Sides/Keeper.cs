using RingCore.Kvm;

namespace RingCore.KvmLab;

/// <summary>
/// A machine that lives as long as the program. With the first machine and the last, and with the first vCPU that has no local APIC, Linux patches its own code
/// (preempt_notifier_key, kvm_has_noapic_vcpu) while other processors run it, and QEMU's emulation can deliver a breakpoint of that patching too late:
/// "Oops: int3" in finish_task_switch. So it is patched once, while nothing else goes on.
/// </summary>
internal static class Keeper
{
    public static KvmMachine Hold(KvmSystem system)
    {
        KvmMachine machine = system.CreateMachine();
        machine.CreateVcpu();
        return machine;
    }
}
