/* Prints what the kernel's own header says of the calls that RingCore.Kvm makes, one "name value" a line, for KvmHeaderTests. x86-64. */
#include <linux/kvm.h>
#include <stddef.h>
#include <stdio.h>

#define PRINT(name, value) printf("%s %llu\n", name, (unsigned long long)(value))

int main(void)
{
	PRINT("ApiVersion", KVM_API_VERSION);
	PRINT("GetApiVersion", KVM_GET_API_VERSION);
	PRINT("CreateVm", KVM_CREATE_VM);
	PRINT("CheckExtension", KVM_CHECK_EXTENSION);
	PRINT("GetVcpuMapBytes", KVM_GET_VCPU_MMAP_SIZE);
	PRINT("GetSupportedCpuid", KVM_GET_SUPPORTED_CPUID);
	PRINT("CreateVcpu", KVM_CREATE_VCPU);
	PRINT("GetDirtyLog", KVM_GET_DIRTY_LOG);
	PRINT("SetUserMemoryRegion", KVM_SET_USER_MEMORY_REGION);
	PRINT("Run", KVM_RUN);
	PRINT("GetRegisters", KVM_GET_REGS);
	PRINT("SetRegisters", KVM_SET_REGS);
	PRINT("GetSystemRegisters", KVM_GET_SREGS);
	PRINT("SetSystemRegisters", KVM_SET_SREGS);
	PRINT("SetSignalMask", KVM_SET_SIGNAL_MASK);
	PRINT("GetFpu", KVM_GET_FPU);
	PRINT("SetFpu", KVM_SET_FPU);
	PRINT("SetCpuid", KVM_SET_CPUID2);
	PRINT("GetVcpuEvents", KVM_GET_VCPU_EVENTS);
	PRINT("SetVcpuEvents", KVM_SET_VCPU_EVENTS);
	PRINT("EnableCapability", KVM_ENABLE_CAP);
	PRINT("ResetDirtyRings", KVM_RESET_DIRTY_RINGS);
	PRINT("CapDirtyLogRing", KVM_CAP_DIRTY_LOG_RING);
#ifdef KVM_CAP_DIRTY_LOG_RING_ACQ_REL
	PRINT("CapDirtyLogRingAcquireRelease", KVM_CAP_DIRTY_LOG_RING_ACQ_REL);
#endif
#ifdef KVM_CAP_DIRTY_LOG_RING_WITH_BITMAP
	PRINT("CapDirtyLogRingWithBitmap", KVM_CAP_DIRTY_LOG_RING_WITH_BITMAP);
#endif
	PRINT("RingPageOffset", KVM_DIRTY_LOG_PAGE_OFFSET);
	PRINT("LogDirtyPages", KVM_MEM_LOG_DIRTY_PAGES);
	PRINT("RunExitReason", offsetof(struct kvm_run, exit_reason));
	PRINT("RunIo", offsetof(struct kvm_run, io));
	PRINT("RunIoDataOffset", offsetof(struct kvm_run, io.data_offset));
	PRINT("RunImmediateExit", 1 << (8 * offsetof(struct kvm_run, immediate_exit)));
	PRINT("RunImmediateExitWord", offsetof(struct kvm_run, request_interrupt_window));
	PRINT("FpuBytes", sizeof(struct kvm_fpu));
	PRINT("VcpuEventsBytes", sizeof(struct kvm_vcpu_events));
	PRINT("CpuidEntryBytes", sizeof(struct kvm_cpuid_entry2));
	PRINT("KvmMemoryRegion", sizeof(struct kvm_userspace_memory_region));
	PRINT("KvmEnableCap", sizeof(struct kvm_enable_cap));
	PRINT("KvmDirtyLog", sizeof(struct kvm_dirty_log));
	PRINT("KvmSignalMask", sizeof(struct kvm_signal_mask) + 8);
	PRINT("KvmSegment", sizeof(struct kvm_segment));
	PRINT("KvmDescriptorTable", sizeof(struct kvm_dtable));
	PRINT("KvmRegisters", sizeof(struct kvm_regs));
	PRINT("KvmSystemRegisters", sizeof(struct kvm_sregs));
	PRINT("Rip", offsetof(struct kvm_regs, rip));
	PRINT("Cr0", offsetof(struct kvm_sregs, cr0));
	PRINT("Efer", offsetof(struct kvm_sregs, efer));
	PRINT("Kicked", KVM_EXIT_INTR);
	PRINT("Io", KVM_EXIT_IO);
	PRINT("DirtyRingFull", KVM_EXIT_DIRTY_RING_FULL);
	return 0;
}
