// What one thread does: harvest and mark of entries in the caller's memory, into an array. Functions that the processor has no instructions
// for are not exported.
#include "harvest16.h"
#include "harvest8.h"

#define RINGCORE_HARVEST(name, isa, wide) \
    RINGCORE_EXPORT uint32_t ringcore_harvest16_##name(Entry16 *entries, uint32_t count, uint32_t published, Page16 *pages) \
    { \
        return harvest16<isa, wide>(entries, count, published, pages); \
    } \
 \
    RINGCORE_EXPORT uint32_t ringcore_harvest8_##name(Entry8 *entries, uint32_t count, uint64_t published, uint64_t tag_mask, Page8 *pages) \
    { \
        return harvest8<isa, wide>(entries, count, published, tag_mask, pages); \
    }

RINGCORE_HARVEST(scalar, Scalar, false)
#if defined(__AVX2__)
RINGCORE_HARVEST(avx2, Avx2, false)
RINGCORE_HARVEST(avx2_x64, Avx2, true)
#endif
#if defined(__AVX512F__)
RINGCORE_HARVEST(avx512, Avx512, false)
RINGCORE_HARVEST(avx512_x64, Avx512, true)
#endif

// What a virtual machine monitor does today, written after the description of QEMU's kvm_dirty_ring_reap_one: entry by entry, the index taken
// modulo the ring's size, address space and slot looked up and checked, one bit set by a plain or, the entry marked by release.
struct SlotBitmap {
    uint64_t pages;
    uint64_t *bits;
};

struct AddressSpaces {
    const SlotBitmap *slots; // slots_per_space for each space
    uint32_t spaces;
    uint32_t slots_per_space;
};

RINGCORE_EXPORT uint32_t ringcore_harvest16_reaper(Entry16 *entries, uint32_t ring_size, uint32_t *fetch, const AddressSpaces *memory)
{
    uint32_t index = *fetch;
    uint32_t count = 0;
    for (;; index++, count++) {
        Entry16 *entry = entries + index % ring_size;
        if ((load_acquire(entry->flags()) & StateMask) != Published)
            break;
        uint32_t slot_word = static_cast<uint32_t>(entry->flags_and_slot >> 32);
        uint64_t offset = entry->offset;
        uint32_t space = slot_word >> 16;
        uint32_t slot = slot_word & 0xffff;
        if (space < memory->spaces && slot < memory->slots_per_space) {
            const SlotBitmap *bitmap = memory->slots + space * memory->slots_per_space + slot;
            if (offset < bitmap->pages)
                bitmap->bits[offset / 64] |= std::uint64_t{1} << (offset % 64);
        }
        store_release(entry->flags(), Harvested);
    }
    *fetch = index;
    return count;
}
