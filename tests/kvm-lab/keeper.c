/*
 * Holds a machine with a vCPU for as long as the lab runs. With the first machine and the last, and with the first vCPU that has no local APIC,
 * Linux patches its own code (preempt_notifier_key, kvm_has_noapic_vcpu), which the lab wants done while one processor is online: see init.
 */
#include <fcntl.h>
#include <linux/kvm.h>
#include <sys/ioctl.h>
#include <unistd.h>

int main(void)
{
	int machine = ioctl(open("/dev/kvm", O_RDWR), KVM_CREATE_VM, 0);

	if (ioctl(machine, KVM_CREATE_VCPU, 0) < 0)
		return 1;
	if (write(1, "machine held\n", 13) != 13)
		return 1;
	for (;;)
		pause();
}
