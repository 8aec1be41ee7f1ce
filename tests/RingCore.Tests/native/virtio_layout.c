/* Prints what Linux's own header says of the packed virtqueue, one "name value" a line, for VirtioHeaderTests. */
#include <linux/virtio_ring.h>
#include <stddef.h>
#include <stdio.h>

#define PRINT(name, value) printf("%s %llu\n", name, (unsigned long long)(value))

int main(void)
{
	PRINT("sizeof(struct vring_packed_desc)", sizeof(struct vring_packed_desc));
	PRINT("offsetof(addr)", offsetof(struct vring_packed_desc, addr));
	PRINT("offsetof(len)", offsetof(struct vring_packed_desc, len));
	PRINT("offsetof(id)", offsetof(struct vring_packed_desc, id));
	PRINT("offsetof(flags)", offsetof(struct vring_packed_desc, flags));
	PRINT("sizeof(struct vring_packed_desc_event)", sizeof(struct vring_packed_desc_event));
	PRINT("offsetof(off_wrap)", offsetof(struct vring_packed_desc_event, off_wrap));
	PRINT("offsetof(event flags)", offsetof(struct vring_packed_desc_event, flags));
	PRINT("VRING_DESC_F_NEXT", VRING_DESC_F_NEXT);
	PRINT("VRING_DESC_F_WRITE", VRING_DESC_F_WRITE);
	PRINT("VRING_DESC_F_INDIRECT", VRING_DESC_F_INDIRECT);
	PRINT("VRING_PACKED_DESC_F_AVAIL", 1u << VRING_PACKED_DESC_F_AVAIL);
	PRINT("VRING_PACKED_DESC_F_USED", 1u << VRING_PACKED_DESC_F_USED);
	PRINT("VRING_PACKED_EVENT_FLAG_ENABLE", VRING_PACKED_EVENT_FLAG_ENABLE);
	PRINT("VRING_PACKED_EVENT_FLAG_DISABLE", VRING_PACKED_EVENT_FLAG_DISABLE);
	PRINT("VRING_PACKED_EVENT_FLAG_DESC", VRING_PACKED_EVENT_FLAG_DESC);
	PRINT("VRING_PACKED_EVENT_F_WRAP_CTR", VRING_PACKED_EVENT_F_WRAP_CTR);

	/* A descriptor and an event as the compiler lays them out, byte by byte. */
	struct {
		struct vring_packed_desc descriptor;
		struct vring_packed_desc_event event;
	} sample = {{.addr = 0x0123456789abcdefULL, .len = 0x00010002, .id = 0x1234, .flags = 0x8082}, {.off_wrap = 0x8001, .flags = 2}};

	printf("bytes ");
	for (size_t i = 0; i < 20; i++)
		printf("%02x", ((unsigned char *)&sample)[i]);
	printf("\n");
	return 0;
}
