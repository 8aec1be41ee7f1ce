// What our rings have in common: memory, the word that tells the producer, and the two sides' private halves. As in src/RingCore each
// shared word has a padded line of its own.
#pragma once
#include "coalescer.h"
#include "ordering.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

constexpr std::size_t PaddingBytes = 128;

// How far ahead a side asks for lines that the other has. Between the cores of a Xeon (Emerald Rapids) an item-by-item collector has too few loads in
// flight by itself: asking 32 lines ahead moves 1.6 to 1.8 times as many items; a producer that asks so gains 1.5 to 2 times with whole-line stores.
constexpr std::uint32_t LinesAhead = 32;

template <class Entry>
struct RingMemory {
    Entry *entries;
    std::uint32_t mask;
    std::uint32_t lap_shift;
    Word32 *reset; // free-running count of entries reset, modulo 2^32
    Word32 *avail; // indexed rings: published
    Word32 *fetch; // indexed rings: harvested

    // The line that a collector comes to later. A hint: what it finds there is not used.
    void prefetch(std::uint64_t position) const
    {
        __builtin_prefetch(entries + ((position + LinesAhead * EntriesPerLine) & mask), 0);
    }

    // The lines that a producer writes after these.
    void prefetch_to_write(std::uint64_t position, std::uint32_t count) const
    {
        for (std::uint32_t i = 0; i < count; i += EntriesPerLine)
            __builtin_prefetch(entries + ((position + i + LinesAhead * EntriesPerLine) & mask), 1);
    }

    static constexpr std::uint32_t EntriesPerLine = 64 / sizeof(Entry);
};

// How far the producer may go without a look. It looks at the reset index only when it has come to the end of what it last saw free, and
// stops at the end of the memory, so that all entries up to the limit lie behind each other and in one lap.
struct FreeSpace {
    std::uint64_t published = 0;
    std::uint64_t limit = 0;
    std::uint64_t free_until = 0;

    // Entries up to the limit, after a look; 0: full.
    template <class Entry>
    std::uint32_t look(const RingMemory<Entry> &ring)
    {
        if (published == free_until) {
            std::uint32_t used = static_cast<std::uint32_t>(published) - load_acquire(ring.reset);
            free_until = published + (ring.mask + 1 - used);
        }
        limit = std::min<std::uint64_t>(free_until, (published | ring.mask) + 1);
        return static_cast<std::uint32_t>(limit - published);
    }

    template <class Entry>
    std::uint32_t available(const RingMemory<Entry> &ring)
    {
        return published != limit ? static_cast<std::uint32_t>(limit - published) : look(ring);
    }
};

// Which entries await a reset. The consumer is collector and resetter in one and resets a quarter of the ring at a time.
struct Unreset {
    std::uint64_t reset = 0;
    Coalescer batch;
    CountingSink sink;

    template <class Entry>
    bool is_due(const RingMemory<Entry> &ring, std::uint64_t harvested) const
    {
        return harvested - reset >= (ring.mask + 1) / 4;
    }

    // reset_run(first position, entries that lie behind each other) gives the entries that it reset.
    template <class Entry, class ResetRun>
    void run(const RingMemory<Entry> &ring, std::uint64_t harvested, ResetRun reset_run)
    {
        while (reset != harvested) {
            std::uint32_t index = static_cast<std::uint32_t>(reset) & ring.mask;
            std::uint32_t count = static_cast<std::uint32_t>(std::min<std::uint64_t>(harvested - reset, ring.mask + 1 - index));
            std::uint32_t done = reset_run(reset, count);
            reset += done;
            if (done < count)
                break;
        }
        batch.flush(sink);
        store_release(ring.reset, static_cast<std::uint32_t>(reset));
    }

    // Whether exactly as many pages came through the sink since the last call.
    bool counted(std::uint64_t items)
    {
        bool right = sink.pages == items;
        sink.pages = 0;
        return right;
    }
};

template <class ProducerSide, class ConsumerSide, class Entry, class Page>
struct Ring {
    using Item = Page;
    using Producer = ProducerSide;
    using Consumer = ConsumerSide;

    static Ring *create(std::uint32_t entries)
    {
        std::size_t bytes = 3 * PaddingBytes + entries * sizeof(Entry) + PaddingBytes;
        char *memory = static_cast<char *>(std::aligned_alloc(PaddingBytes, (bytes + PaddingBytes - 1) / PaddingBytes * PaddingBytes));
        Ring *ring = memory ? new (std::nothrow) Ring : nullptr;
        if (!ring) {
            std::free(memory);
            return nullptr;
        }
        std::memset(memory, 0, bytes);
        RingMemory<Entry> shared;
        shared.avail = reinterpret_cast<Word32 *>(memory);
        shared.fetch = reinterpret_cast<Word32 *>(memory + PaddingBytes);
        shared.reset = reinterpret_cast<Word32 *>(memory + 2 * PaddingBytes);
        shared.entries = reinterpret_cast<Entry *>(memory + 3 * PaddingBytes);
        shared.mask = entries - 1;
        shared.lap_shift = static_cast<std::uint32_t>(__builtin_ctz(entries));
        ring->memory = memory;
        ring->producer.ring = ring->consumer.ring = shared;
        return ring;
    }

    void destroy()
    {
        std::free(memory);
        delete this;
    }

    alignas(PaddingBytes) Producer producer;
    alignas(PaddingBytes) Consumer consumer;
    char *memory;
};
