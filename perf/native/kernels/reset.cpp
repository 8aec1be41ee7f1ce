// What one thread does: reset of harvested entries in the caller's memory, into a sink that counts and is called inline. All return the pages
// that the sink saw.
#include "abi.h"
#include "reset16.h"
#include "reset8.h"

namespace {

template <class ResetRun>
uint64_t counted(ResetRun reset_run)
{
    Coalescer batch;
    CountingSink sink;
    reset_run(batch, sink);
    batch.flush(sink);
    return sink.pages;
}

} // namespace

// By vector; the flags are written back to free.
RINGCORE_EXPORT uint64_t ringcore_reset16_flagged(Entry16 *entries, uint32_t count)
{
    return counted([=](Coalescer &batch, CountingSink &sink) {
        reset16<true>(entries, count, HarvestedFlags{Harvested, Harvested}, batch, sink);
    });
}

// By vector; with a lap tag nothing is written.
RINGCORE_EXPORT uint64_t ringcore_reset16_lap(Entry16 *entries, uint32_t count, uint32_t harvested)
{
    return counted([=](Coalescer &batch, CountingSink &sink) {
        reset16<false>(entries, count, HarvestedFlags{~uint32_t{0}, harvested}, batch, sink);
    });
}

// As the one above, 8-byte entries.
RINGCORE_EXPORT uint64_t ringcore_reset8_lap(Entry8 *entries, uint32_t count, uint64_t harvested, const OneSlot *slot)
{
    return counted([=](Coalescer &batch, CountingSink &sink) {
        reset8<false>(entries, count, HarvestedTag{TagMask, harvested}, *slot, batch, sink);
    });
}

// Entry by entry, written after the description of Linux's kvm_dirty_ring_reset: acquire of the flags, slot and offset read, the entry freed,
// the page coalesced with those before it or a new batch begun. No vectors, and the sink is inline too, which is the fairer ceiling.
RINGCORE_EXPORT uint64_t ringcore_reset16_entrywise(Entry16 *entries, uint32_t count)
{
    Coalescer batch;
    CountingSink sink;
    for (uint32_t i = 0; i < count; i++) {
        Entry16 *entry = entries + i;
        if (!(load_acquire(entry->flags()) & Harvested))
            break;
        uint32_t slot = static_cast<uint32_t>(entry->flags_and_slot >> 32);
        uint64_t page = entry->offset;
        store_release(entry->flags(), Free);
        if (batch.mask != 0 && slot == batch.slot) {
            int64_t delta = static_cast<int64_t>(page - batch.offset);
            if (delta >= 0 && delta < 64) {
                batch.mask |= std::uint64_t{1} << delta;
                continue;
            }
            if (delta > -64 && delta < 0 && batch.mask << -delta >> -delta == batch.mask) {
                batch.offset = page;
                batch.mask = batch.mask << -delta | 1;
                continue;
            }
        }
        batch.flush(sink);
        batch.slot = slot;
        batch.offset = page;
        batch.mask = 1;
    }
    batch.flush(sink);
    return sink.pages;
}
