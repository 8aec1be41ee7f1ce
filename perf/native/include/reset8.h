// Reset, 8-byte entries: as reset16.h, with one memory slot that the frames are checked against.
#pragma once
#include "entries.h"
#include "runs.h"

struct OneSlot {
    std::uint32_t slot;
    std::uint64_t base;
    std::uint64_t pages;
};

// What an entry must show to be reset: (word & mask) == harvested.
struct HarvestedTag {
    std::uint64_t mask;
    std::uint64_t harvested;

    bool holds(std::uint64_t word) const { return (word & mask) == harvested; }
};

#if defined(__AVX512F__)
// Entries at the start, in blocks of eight, whose frames follow each other and that are all harvested.
inline std::uint32_t run_length8(const Entry8 *entries, std::uint32_t count, HarvestedTag tag)
{
    const __m512i mask = all_lanes(~TagMask | tag.mask);
    const __m512i iota = _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0);
    const __m512i step = all_lanes(std::uint64_t{8} << FrameShift);
    __m512i expected = _mm512_add_epi64(all_lanes((entries->word & ~TagMask) | tag.harvested), _mm512_slli_epi64(iota, FrameShift));
    std::uint32_t length = 0;
    for (; count - length >= 8; length += 8) {
        const Entry8 *block = entries + length;
        // One acquire for the block: the collector marks in order.
        if (!tag.holds(load_acquire(&block[7].word)) || _mm512_cmpneq_epi64_mask(_mm512_load_si512(block) & mask, expected))
            break;
        expected = _mm512_add_epi64(expected, step);
    }
    return length;
}

// Wide: nobody else writes the entries until the reset index tells the producer.
inline void free8(Entry8 *block, std::uint32_t count)
{
    for (std::uint32_t i = 0; i < count; i += 8)
        _mm512_store_si512(block + i, _mm512_load_si512(block + i) & all_lanes(~TagMask));
}

// Entries reset by vector from an entry that begins a line.
template <bool Frees, class Sink>
inline std::uint32_t reset8_blocks(Entry8 *entries, std::uint32_t count, HarvestedTag tag, const OneSlot &slot, Coalescer &batch, Sink &sink)
{
    const std::uint64_t first = (entries->word >> FrameShift) - slot.base;
    std::uint32_t length = run_length8(entries, count, tag);
    if (length > 0 && first < slot.pages && length <= slot.pages - first && batch.add_run(slot.slot, first, length, sink)) {
        if (Frees)
            free8(entries, length);
        return length;
    }
    for (length = 0; count - length >= 8; length += 8) {
        Entry8 *block = entries + length;
        if (!tag.holds(load_acquire(&block[7].word)))
            break;
        const __m512i words = _mm512_load_si512(block);
        const __m512i pages = _mm512_sub_epi64(_mm512_srli_epi64(words, FrameShift), all_lanes(slot.base));
        if (_mm512_cmpneq_epi64_mask(words & all_lanes(tag.mask), all_lanes(tag.harvested)) || _mm512_cmpge_epu64_mask(pages, all_lanes(slot.pages))
            || !add_apart(batch, slot.slot, pages, sink))
            break;
        if (Frees)
            free8(block, 8);
    }
    return length;
}
#endif

template <bool Frees, class Sink>
inline std::uint32_t reset8(Entry8 *entries, std::uint32_t count, HarvestedTag tag, const OneSlot &slot, Coalescer &batch, Sink &sink)
{
    std::uint32_t done = 0;
    while (done < count) {
        Entry8 *entry = entries + done;
#if defined(__AVX512F__)
        if (count - done >= 8 && reinterpret_cast<std::uintptr_t>(entry) % LineBytes == 0) {
            std::uint32_t length = reset8_blocks<Frees>(entry, count - done, tag, slot, batch, sink);
            done += length;
            if (length > 0)
                continue;
        }
#endif
        std::uint64_t word = load_acquire(&entry->word);
        if (!tag.holds(word))
            break;
        std::uint64_t page = (word >> FrameShift) - slot.base;
        if (page < slot.pages)
            batch.add_or_start(slot.slot, page, sink);
        if (Frees)
            write_once(&entry->word, word & ~TagMask);
        done++;
    }
    return done;
}
