/* Prints what the kernel's own header says of the dirty ring, one "name value" a line, for KvmHeaderTests. */
#include <linux/kvm.h>
#include <stddef.h>
#include <stdio.h>

#define PRINT(name, value) printf("%s %llu\n", name, (unsigned long long)(value))

int main(void)
{
	PRINT("sizeof(struct kvm_dirty_gfn)", sizeof(struct kvm_dirty_gfn));
	PRINT("alignof(struct kvm_dirty_gfn)", __alignof__(struct kvm_dirty_gfn));
	PRINT("offsetof(flags)", offsetof(struct kvm_dirty_gfn, flags));
	PRINT("offsetof(slot)", offsetof(struct kvm_dirty_gfn, slot));
	PRINT("offsetof(offset)", offsetof(struct kvm_dirty_gfn, offset));
	PRINT("sizeof(flags)", sizeof(((struct kvm_dirty_gfn *)0)->flags));
	PRINT("sizeof(slot)", sizeof(((struct kvm_dirty_gfn *)0)->slot));
	PRINT("sizeof(offset)", sizeof(((struct kvm_dirty_gfn *)0)->offset));
	PRINT("KVM_DIRTY_GFN_F_DIRTY", KVM_DIRTY_GFN_F_DIRTY);
	PRINT("KVM_DIRTY_GFN_F_RESET", KVM_DIRTY_GFN_F_RESET);
	PRINT("KVM_DIRTY_GFN_F_MASK", KVM_DIRTY_GFN_F_MASK);
#ifdef KVM_DIRTY_LOG_PAGE_OFFSET
	PRINT("KVM_DIRTY_LOG_PAGE_OFFSET", KVM_DIRTY_LOG_PAGE_OFFSET);
#endif

	/* A published entry as the compiler lays it out, byte by byte. */
	union {
		struct kvm_dirty_gfn entry;
		unsigned char bytes[sizeof(struct kvm_dirty_gfn)];
	} sample = {.entry = {.flags = KVM_DIRTY_GFN_F_DIRTY, .slot = 0x00010002, .offset = 0x0123456789abcdefULL}};

	printf("bytes ");
	for (size_t i = 0; i < sizeof(sample.bytes); i++)
		printf("%02x", sample.bytes[i]);
	printf("\n");
	return 0;
}
