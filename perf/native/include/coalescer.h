// Neighbouring pages gathered into (slot, offset, 64-bit mask), by the rule of Linux's kvm_dirty_ring_reset.
#pragma once
#include <cstdint>

// The cheapest sink that still sees every page. Called inline.
struct CountingSink {
    std::uint64_t pages = 0;

    void reset_pages(std::uint32_t, std::uint64_t, std::uint64_t mask) { pages += static_cast<std::uint64_t>(__builtin_popcountll(mask)); }
};

struct Coalescer {
    std::uint32_t slot = 0;
    std::uint64_t offset = 0;
    std::uint64_t mask = 0; // 0: empty

    // False where the page does not fit.
    bool add(std::uint32_t page_slot, std::uint64_t page)
    {
        if (page_slot != slot || mask == 0)
            return false;
        if (page >= offset) {
            std::uint64_t ahead = page - offset;
            if (ahead >= 64)
                return false;
            mask |= std::uint64_t{1} << ahead;
            return true;
        }
        std::uint64_t behind = offset - page;
        if (behind >= 64 || mask << behind >> behind != mask)
            return false;
        offset = page;
        mask = mask << behind | 1;
        return true;
    }

    template <class Sink>
    void add_or_start(std::uint32_t page_slot, std::uint64_t page, Sink &sink)
    {
        if (add(page_slot, page))
            return;
        flush(sink);
        slot = page_slot;
        offset = page;
        mask = 1;
    }

    // Pages first to first + count - 1, which end below 2^64; the same batches as page by page. False where the first lies before the batch.
    template <class Sink>
    bool add_run(std::uint32_t page_slot, std::uint64_t first, std::uint64_t count, Sink &sink)
    {
        if (mask == 0 || page_slot != slot || first < offset || first - offset >= 64) {
            if (mask != 0 && page_slot == slot && first < offset && offset - first < 64)
                return false;
            flush(sink);
            slot = page_slot;
            offset = first;
        }
        while (true) {
            std::uint64_t ahead = first - offset;
            std::uint64_t taken = count < 64 - ahead ? count : 64 - ahead;
            mask |= ~std::uint64_t{0} >> (64 - taken) << ahead;
            count -= taken;
            if (count == 0)
                return true;
            first += taken;
            flush(sink);
            offset = first;
        }
    }

    // Pages that all lie 64 or more from the one before, and from this batch of one page.
    template <class Sink>
    void add_apart(const std::uint64_t *pages, std::uint32_t count, Sink &sink)
    {
        sink.reset_pages(slot, offset, mask);
        for (std::uint32_t i = 0; i < count - 1; i++)
            sink.reset_pages(slot, pages[i], 1);
        offset = pages[count - 1];
    }

    template <class Sink>
    void flush(Sink &sink)
    {
        if (mask != 0)
            sink.reset_pages(slot, offset, mask);
        mask = 0;
    }
};
